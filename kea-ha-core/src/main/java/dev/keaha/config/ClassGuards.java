package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which clients are served, by class. */
public sealed interface ClassGuards permits PdPool, Pool4, Pool6, SharedNetwork4, SharedNetwork6, Subnet4, Subnet6 {

    /**
     * The one class whose members are served; the old spelling of {@code client-classes}.
     *
     * @return a class name; empty where absent
     */
    @JsonProperty("client-class")
    Optional<String> clientClass();

    /**
     * The classes whose members are served.
     *
     * @return class names; null where absent
     */
    @JsonProperty("client-classes")
    @Nullable
    List<String> clientClasses();

    /**
     * Classes to evaluate once this was chosen; the old spelling of {@code evaluate-additional-classes}.
     *
     * @return class names; null where absent
     */
    @JsonProperty("require-client-classes")
    @Nullable
    List<String> requireClientClasses();

    /**
     * Classes to evaluate once this was chosen.
     *
     * @return class names; null where absent
     */
    @JsonProperty("evaluate-additional-classes")
    @Nullable
    List<String> evaluateAdditionalClasses();
}
