package dev.keaha.controller;

import dev.keaha.config.ControlAgentConfig;
import dev.keaha.config.KeaConfigException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the product that embeds the SDK (spec row S7). An explicit address given elsewhere wins over them, and they
 * win over the defaults.
 *
 * @param replicateConfig {@code keaReplicateConfig}: whether peers are kept on the source's configuration; default true
 * @param controlAgentHost {@code keaControlAgentHost}: the host to reach the management channel at; empty means
 *     127.0.0.1 where the agent runs on this machine, else the address of the server added
 * @param controlAgentPort {@code keaControlAgentPort}: the management port, 1 to 65535; empty means that of the
 *     agent's own file where it is known, else {@link #DEFAULT_PORT}
 */
public record Preferences(boolean replicateConfig, Optional<String> controlAgentHost, OptionalInt controlAgentPort) {

    /** The port of a Control Agent that says nothing else. */
    public static final int DEFAULT_PORT = 8000;

    /** What holds when nothing is said. */
    public static final Preferences DEFAULTS = new Preferences(true, Optional.empty(), OptionalInt.empty());

    // Office programs turn quotes into typographic ones, and people paste from there.
    private static final String QUOTES = "\"'\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u00ab\u00bb\u2033";
    private static final Pattern LINE = Pattern.compile("<\\s*([A-Za-z][A-Za-z0-9_-]*)\\s+value\\s*=\\s*[" + QUOTES
            + "]\\s*([^<>" + QUOTES + "]*?)\\s*[" + QUOTES + "]\\s*/?\\s*>(?:\\s*</[^>]*>)?");

    /**
     * These settings, with those of a Control Agent's own file where these say nothing (spec row S5).
     *
     * @param agent the agent's configuration; an agent that listens on every address listens on 127.0.0.1 too
     * @return settings that name host and port
     */
    public Preferences orElse(ControlAgentConfig agent) {
        boolean everywhere =
                agent.httpHost().equals("0.0.0.0") || agent.httpHost().equals("::");
        return new Preferences(
                replicateConfig,
                controlAgentHost.or(() -> Optional.of(everywhere ? "127.0.0.1" : agent.httpHost())),
                OptionalInt.of(controlAgentPort.orElse(agent.httpPort())));
    }

    /**
     * Reads a {@code preferences.cfg}: lines such as {@code <keaReplicateConfig value="0"/>}. Names are taken without
     * regard to case; settings of other parts of the product are passed over; empty lines and lines that begin with
     * {@code #} too.
     *
     * @param text the file's text
     * @param source the file's name, for errors
     * @return the settings, defaults for what is not set
     * @throws KeaConfigException when a line is no setting, or one of ours has a value that it cannot have; with file,
     *     line, what was found and what was expected
     */
    public static Preferences parse(String text, String source) {
        Map<String, String> values = new HashMap<>();
        Map<String, String> places = new HashMap<>();
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith("<!--")) {
                continue;
            }
            String place = source + ", line " + number;
            Matcher matcher = LINE.matcher(stripped);
            if (!matcher.matches()) {
                throw new KeaConfigException(
                        place, "expected a line such as <keaReplicateConfig value=\"0\"/>, found '" + stripped + "'");
            }
            String name = matcher.group(1).toLowerCase(Locale.ROOT);
            values.put(name, matcher.group(2));
            places.put(name, place);
        }
        return new Preferences(
                replicate(values.get("keareplicateconfig"), places.get("keareplicateconfig")),
                Optional.ofNullable(values.get("keacontrolagenthost")).filter(host -> !host.isEmpty()),
                port(values.get("keacontrolagentport"), places.get("keacontrolagentport")));
    }

    private static boolean replicate(@Nullable String value, @Nullable String place) {
        if (value == null) {
            return DEFAULTS.replicateConfig;
        }
        if (!value.equals("0") && !value.equals("1")) {
            throw new KeaConfigException(
                    String.valueOf(place),
                    "keaReplicateConfig: expected 0 (never replicate) or 1, found '" + value + "'");
        }
        return value.equals("1");
    }

    private static OptionalInt port(@Nullable String value, @Nullable String place) {
        if (value == null) {
            return OptionalInt.empty();
        }
        int port = value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
        if (port < 1 || port > 65535) {
            throw new KeaConfigException(
                    String.valueOf(place),
                    "keaControlAgentPort: expected a port from 1 to 65535, found '" + value + "'");
        }
        return OptionalInt.of(port);
    }
}
