package dev.keaha.config;

import dev.keaha.binding.Binding;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which keys a version of Kea knows: those of the views, between the versions in which they came and went. */
final class KeyCheck {

    /**
     * The keys that not every version from 2.2 on knows: view (or * for all), key, first version, last version.
     * Read from
     * the grammars of all releases from 2.2.0 to 3.2.0.
     */
    private static final String HISTORY = """
            *              adaptive-lease-time-threshold  3.1.1  -
            *              allocator                      2.3.4  -
            *              allow-address-registration     3.1.4  -
            *              authentication                 2.7.2  -
            *              cert-required                  2.7.2  -
            *              client-classes                 2.7.5  -
            *              control-sockets                2.7.2  -
            *              ddns-conflict-resolution-mode  2.5.0  -
            *              ddns-ttl                       2.7.6  -
            *              ddns-ttl-max                   2.7.6  -
            *              ddns-ttl-min                   2.7.6  -
            *              ddns-ttl-percent               2.3.6  -
            *              evaluate-additional-classes    2.7.4  -
            *              exclude-first-last-24          2.3.6  -
            *              excluded-prefixes              2.7.3  -
            *              extended-info-checks           2.3.2  -
            *              generated-prefix               -      2.5.8
            *              http-headers                   2.7.5  -
            *              ignore-dhcp-server-identifier  2.3.6  -
            *              ignore-rai-link-selection      2.3.2  -
            *              never-send                     2.3.6  -
            *              offer-lifetime                 2.3.6  -
            *              only-in-additional-list        2.7.4  -
            *              output-options                 2.5.1  -
            *              override-client-update         -      2.5.8
            *              override-no-update             -      2.5.8
            *              pd-allocator                   2.3.4  -
            *              pool-id                        2.4.0  -
            *              qualifying-suffix              -      2.5.8
            *              read-timeout                   2.2.1  -
            *              replace-client-name            -      2.5.8
            *              reservation-mode               -      2.5.8
            *              retry-on-startup               2.5.5  -
            *              socket-address                 2.7.2  -
            *              socket-port                    2.7.2  -
            *              ssl-mode                       3.1.0  -
            *              stash-agent-options            2.5.8  -
            *              tcp-user-timeout               2.2.1  -
            *              template-test                  2.3.2  -
            *              write-timeout                  2.2.1  -
            ControlAgent   authentication                 -      -
            ControlAgent   cert-required                  -      -
            ControlAgent   control-sockets                -      -
            ControlSocket  cert-file                      2.7.2  -
            ControlSocket  key-file                       2.7.2  -
            ControlSocket  trust-anchor                   2.7.2  -
            Dhcp4          client-classes                 -      -
            Dhcp6          client-classes                 -      -
            DhcpDdns       hostname-char-replacement      -      2.5.8
            DhcpDdns       hostname-char-set              -      2.5.8
            OptionData     client-classes                 2.7.4  -
            PdPool         pool-id                        2.6.0  -
            Pool4          ddns-conflict-resolution-mode  2.7.6  -
            Pool4          ddns-generated-prefix          2.7.6  -
            Pool4          ddns-override-client-update    2.7.6  -
            Pool4          ddns-override-no-update        2.7.6  -
            Pool4          ddns-qualifying-suffix         2.7.6  -
            Pool4          ddns-replace-client-name       2.7.6  -
            Pool4          ddns-send-updates              2.7.6  -
            Pool4          ddns-ttl-percent               2.7.6  -
            Pool4          ddns-update-on-renew           2.7.6  -
            Pool4          hostname-char-replacement      2.7.6  -
            Pool4          hostname-char-set              2.7.6  -
            Pool6          ddns-conflict-resolution-mode  2.7.6  -
            Pool6          ddns-generated-prefix          2.7.6  -
            Pool6          ddns-override-client-update    2.7.6  -
            Pool6          ddns-override-no-update        2.7.6  -
            Pool6          ddns-qualifying-suffix         2.7.6  -
            Pool6          ddns-replace-client-name       2.7.6  -
            Pool6          ddns-send-updates              2.7.6  -
            Pool6          ddns-ttl-percent               2.7.6  -
            Pool6          ddns-update-on-renew           2.7.6  -
            Pool6          hostname-char-replacement      2.7.6  -
            Pool6          hostname-char-set              2.7.6  -
            Relay          ip-address                     -      2.5.8
            Reservation4   client-classes                 -      -
            Reservation6   client-classes                 -      -
            """;

    /** From which version to which Kea has a key. */
    record Span(Optional<KeaVersion> since, Optional<KeaVersion> until) {

        boolean holds(KeaVersion version) {
            return since.map(first -> version.compareTo(first) >= 0).orElse(true)
                    && until.map(last -> version.compareTo(last) <= 0).orElse(true);
        }
    }

    private static final Span ALWAYS = new Span(Optional.empty(), Optional.empty());
    private static final Map<String, Span> SPANS = spans();

    private final KeaVersion version;
    private final List<UnknownKey> unknown = new ArrayList<>();

    private KeyCheck(KeaVersion version) {
        this.version = version;
    }

    private static Map<String, Span> spans() {
        Map<String, Span> spans = new HashMap<>();
        HISTORY.lines()
                .map(line -> line.strip().split(" +"))
                .forEach(words -> spans.put(words[0] + " " + words[1], new Span(version(words[2]), version(words[3]))));
        return spans;
    }

    private static Optional<KeaVersion> version(String word) {
        return word.equals("-") ? Optional.empty() : Optional.of(KeaVersion.parse(word));
    }

    static List<UnknownKey> check(KeaConfig config, KeaVersion version) {
        return check(config.dhcp(), view(config.service()), config.service().root(), version);
    }

    static Class<?> view(DhcpService service) {
        return service == DhcpService.DHCP4 ? Dhcp4.class : Dhcp6.class;
    }

    static List<UnknownKey> check(ControlAgentConfig config, KeaVersion version) {
        return check(config.agent(), ControlAgent.class, ControlAgentConfig.ROOT, version);
    }

    private static List<UnknownKey> check(JsonObject root, Class<?> view, String path, KeaVersion version) {
        KeyCheck check = new KeyCheck(version);
        check.object(root, view, Trail.root(path));
        return List.copyOf(check.unknown);
    }

    /** What is to be known of a member of a view: when Kea has it, and the view of what is in it. */
    record Member(Span span, Optional<Class<?>> inner) {}

    /** Large configurations have the same few members by the hundred thousand. */
    private static final ClassValue<Map<String, Member>> MEMBERS = new ClassValue<>() {
        @Override
        protected Map<String, Member> computeValue(Class<?> view) {
            Map<String, Member> members = new HashMap<>();
            Binding.members(view).forEach((name, inner) -> members.put(name, new Member(span(view, name), inner)));
            return members;
        }
    };

    static Map<String, Member> members(Class<?> view) {
        return MEMBERS.get(view);
    }

    private void object(JsonObject object, Class<?> view, Trail at) {
        Map<String, Member> members = members(view);
        object.forEach((name, value) -> {
            Member member = members.get(name);
            if (member == null) {
                unknown.add(new UnknownKey(at.member(name).toString(), version, Optional.empty(), Optional.empty()));
            } else if (!member.span().holds(version)) {
                boolean tooNew = member.span()
                        .since()
                        .filter(first -> version.compareTo(first) < 0)
                        .isPresent();
                unknown.add(new UnknownKey(
                        at.member(name).toString(),
                        version,
                        tooNew ? member.span().since() : Optional.empty(),
                        tooNew ? Optional.empty() : member.span().until()));
            } else if (member.inner().isPresent()) {
                inside(value, member.inner().get(), at.member(name));
            }
        });
    }

    private static Span span(Class<?> view, String name) {
        Span everywhere = SPANS.getOrDefault("* " + name, ALWAYS);
        return SPANS.getOrDefault(view.getSimpleName() + " " + name, everywhere);
    }

    private void inside(JsonValue value, Class<?> view, Trail at) {
        if (value instanceof JsonObject object) {
            object(object, view, at);
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                inside(array.get(i), view, at.element(i));
            }
        }
    }
}
