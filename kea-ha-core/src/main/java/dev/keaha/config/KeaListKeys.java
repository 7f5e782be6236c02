package dev.keaha.config;

import dev.keaha.json.Json;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import dev.keaha.json.ListKeys;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What identifies the elements of the lists in Kea's configuration.
 *
 * <table>
 * <caption>The lists and their keys</caption>
 * <tr><th>list</th><th>key</th></tr>
 * <tr><td>{@code subnet4}, {@code subnet6}</td><td>{@code id}, else the prefix</td></tr>
 * <tr><td>{@code shared-networks}, {@code loggers}, {@code peers}</td><td>{@code name}</td></tr>
 * <tr><td>{@code client-classes}</td><td>{@code name}; the order counts</td></tr>
 * <tr><td>{@code pools}, {@code pd-pools}</td><td>the range; the prefix</td></tr>
 * <tr><td>{@code reservations}</td><td>the client's identifier</td></tr>
 * <tr><td>{@code option-data}, {@code option-def}</td><td>{@code space} and {@code code}; {@code name} where
 * no code is written and the name is none of the standard ones</td></tr>
 * <tr><td>{@code hooks-libraries}</td><td>the library's file name; the order counts</td></tr>
 * <tr><td>{@code states} of {@code state-machine}</td><td>{@code state}</td></tr>
 * </table>
 *
 * Everything else is compared by place.
 */
public final class KeaListKeys implements ListKeys {

    private static final KeaListKeys DHCP4 = new KeaListKeys(DhcpService.DHCP4);
    private static final KeaListKeys DHCP6 = new KeaListKeys(DhcpService.DHCP6);
    private static final List<String> IDENTIFIERS = List.of("hw-address", "duid", "client-id", "circuit-id", "flex-id");

    private final DhcpService service;

    private KeaListKeys(DhcpService service) {
        this.service = service;
    }

    /**
     * The keys for a service; they differ in the option space that goes without saying.
     *
     * @param service the daemon
     * @return the keys
     */
    public static KeaListKeys of(DhcpService service) {
        return service == DhcpService.DHCP4 ? DHCP4 : DHCP6;
    }

    @Override
    public @Nullable String key(String list, JsonObject element) {
        return switch (list) {
            case "subnet4", "subnet6" -> first(element, "id", "subnet");
            case "shared-networks", "client-classes", "loggers", "peers" -> text(element, "name");
            case "pools" -> range(element);
            case "pd-pools" -> prefix(element);
            case "reservations" -> reservation(element);
            case "option-data", "option-def" -> option(element);
            case "hooks-libraries" -> fileName(element);
            case "states" -> text(element, "state");
            default -> null;
        };
    }

    /**
     * A key as {@link #key} gives it, for one that somebody wrote: options may be named there.
     *
     * @param list the name of the member that holds the list
     * @param key for example {@code name=routers}
     * @return for example {@code code=3}; the same key where it has only one form
     */
    public String canonical(String list, String key) {
        boolean option = list.equals("option-data") || list.equals("option-def");
        String given = option && key.startsWith("name=") ? key(list, Json.object("name", key.substring(5))) : null;
        return given == null ? key : given;
    }

    @Override
    public boolean ordered(String list) {
        return list.equals("client-classes") || list.equals("hooks-libraries");
    }

    private static @Nullable String text(JsonObject element, String member) {
        JsonValue value = element.get(member);
        if (value instanceof JsonString string) {
            return string.value();
        }
        return value instanceof JsonNumber number ? number.spelling() : null;
    }

    private static @Nullable String first(JsonObject element, String... members) {
        for (String member : members) {
            String value = text(element, member);
            if (value != null) {
                return member + "=" + value;
            }
        }
        return null;
    }

    private static @Nullable String range(JsonObject element) {
        String pool = text(element, "pool");
        return pool == null ? null : pool.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }

    private static @Nullable String prefix(JsonObject element) {
        String prefix = text(element, "prefix");
        String length = text(element, "prefix-len");
        return prefix == null || length == null ? null : prefix.toLowerCase(Locale.ROOT) + "/" + length;
    }

    private static @Nullable String reservation(JsonObject element) {
        for (String identifier : IDENTIFIERS) {
            String value = text(element, identifier);
            if (value != null) {
                return identifier + "=" + value.toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    private @Nullable String option(JsonObject element) {
        String name = text(element, "name");
        String space = text(element, "space");
        boolean usual = space == null || space.equals(service.word());
        String code = text(element, "code");
        if (code == null && name != null && usual) {
            OptionalInt known = StandardOptions.code(service, name);
            code = known.isPresent() ? String.valueOf(known.getAsInt()) : null;
        }
        String which = code != null ? "code=" + code : name != null ? "name=" + name : null;
        return which == null || usual ? which : "space=" + space + "," + which;
    }

    private static @Nullable String fileName(JsonObject element) {
        String library = text(element, "library");
        return library == null ? null : library.substring(library.lastIndexOf('/') + 1);
    }
}
