package dev.keaha.testkit.contract;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.json.JsonObject;
import dev.keaha.testkit.FakeControlAgent;
import dev.keaha.testkit.FakeKea;
import dev.keaha.testkit.FakeRelationship;
import dev.keaha.testkit.Timeline;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Fake servers on virtual time, behind their HTTP faces. */
final class FakeSubject implements Subject {

    private final FakeRelationship kea;
    private final DhcpService service;
    private final Map<String, FakeControlAgent> faces = new LinkedHashMap<>();

    private FakeSubject(FakeRelationship kea, DhcpService service) {
        this.kea = kea;
        this.service = service;
        for (FakeKea server : kea.servers()) {
            faces.put(server.name(), FakeControlAgent.builder(server).start());
        }
    }

    static FakeSubject start(String version, Setting setting) {
        FakeRelationship.Builder builder = FakeRelationship.builder()
                .version(version)
                .service(setting.service())
                .mode(setting.mode())
                .backups(setting.mode().equals(HaMode.PASSIVE_BACKUP) ? 1 : 0)
                .heartbeatDelay(Setting.HEARTBEAT)
                .maxResponseDelay(Setting.MAX_RESPONSE)
                .hooks(setting.hooks(KeaVersion.parse(version)).toArray(String[]::new))
                .configuration(setting::configuration);
        setting.parameters()
                .names()
                .forEach(name -> builder.parameter(name, setting.parameters().get(name)));
        return new FakeSubject(builder.start(), setting.service());
    }

    @Override
    public KeaVersion version() {
        return kea.server("server1").version();
    }

    @Override
    public DhcpService service() {
        return service;
    }

    @Override
    public List<String> servers() {
        return kea.servers().stream().map(FakeKea::name).toList();
    }

    @Override
    public URI endpoint(String server) {
        return faces.get(server).uri();
    }

    @Override
    public JsonObject file(String server) {
        return kea.server(server).file().dhcp();
    }

    @Override
    public String normal(String text) {
        return text.replace(FakeKea.CONFIG_FILE, "CONFIG")
                .replace(FakeKea.CONFIG_FILE.substring(0, FakeKea.CONFIG_FILE.lastIndexOf('/')), "DIR")
                .replaceAll("http://10\\.0\\.0\\.(\\d):\\d+/", "http://server$1/");
    }

    @Override
    public void kill(String server) {
        kea.kill(server);
    }

    @Override
    public void restart(String server) {
        kea.restart(server);
    }

    @Override
    public void restart(String server, Duration clockAhead) {
        kea.skewClock(server, clockAhead);
        kea.restart(server);
    }

    @Override
    public void pause(String server) {
        kea.pause(server);
    }

    @Override
    public void resume(String server) {
        kea.resume(server);
    }

    @Override
    public void await(String what, BooleanSupplier so, Duration atMost) {
        Duration step = Duration.ofMillis(50);
        for (Duration passed = Duration.ZERO; !so.getAsBoolean(); passed = passed.plus(step)) {
            if (passed.compareTo(atMost) > 0) {
                throw new AssertionError(
                        "Fake: not " + what + " within " + atMost + "\n" + kea + "\n" + kea.timeline());
            }
            kea.advance(step);
        }
    }

    @Override
    public void pass(Duration time) {
        kea.advance(time);
    }

    @Override
    public long now() {
        return kea.now().toEpochMilli();
    }

    @Override
    public List<Transition> transitions() {
        return kea.timeline().entries().stream()
                .filter(entry -> entry.kind() == Timeline.Kind.STATE)
                .map(entry -> new Transition(entry.at().toEpochMilli(), entry.server(), entry.text()))
                .toList();
    }

    @Override
    public void close() {
        faces.values().forEach(FakeControlAgent::close);
        kea.close();
    }
}
