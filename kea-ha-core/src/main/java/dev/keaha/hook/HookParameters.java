package dev.keaha.hook;

import dev.keaha.binding.Binding;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfigException;
import dev.keaha.json.JsonObject;

/** The {@code parameters} of a hook library, typed. */
public sealed interface HookParameters
        permits DdnsTuning,
                FlexId,
                FlexOption,
                GssTsig,
                HostCache,
                LeaseCmds,
                LeaseQuery,
                LegalLog,
                PerfMon,
                PingCheck,
                Radius,
                Rbac,
                RunScript {

    /**
     * Reads the parameters of a library. Whether they are of this library is for the caller to know: {@link
     * KnownHook#of} tells.
     *
     * @param library the library
     * @param view the type of its parameters
     * @param <V> the type of its parameters
     * @return the parameters, none set where the library has none
     * @throws KeaConfigException when one has the wrong type, with its path from {@code parameters} on
     */
    static <V extends HookParameters> V read(HookLibrary library, Class<V> view) {
        return Binding.read(
                library.parameters().orElse(JsonObject.empty()), view, "parameters", KeaConfigException::new);
    }

    /**
     * Gives a library these parameters. Written back to where they were read from, what did not change stays as it was
     * written.
     *
     * @param library the library
     * @return the library with these parameters
     */
    default HookLibrary into(HookLibrary library) {
        JsonObject written = Binding.write(this, library.parameters().orElse(JsonObject.empty()));
        return written.size() == 0 && library.parameters().isEmpty()
                ? library
                : HookLibrary.builder().from(library).parameters(written).build();
    }
}
