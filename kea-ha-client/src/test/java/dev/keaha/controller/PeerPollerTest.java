package dev.keaha.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaCommand;
import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaDetection;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaRelationship;
import dev.keaha.health.PeerObservation;
import dev.keaha.testkit.FakeRelationship;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a look measures of clock and time, with answers that take theirs. */
class PeerPollerTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeRelationship kea =
            FakeRelationship.builder().mode(HaMode.HOT_STANDBY).start();
    /** How long a command takes, half of it before it is carried out. */
    private final Map<String, Duration> takes = new HashMap<>();

    private final Map<String, Instant> answered = new HashMap<>();
    private final Map<String, Integer> sent = new HashMap<>();

    @BeforeEach
    void start() {
        kea.awaitNormal();
    }

    @AfterEach
    void stop() {
        kea.close();
    }

    private final KeaChannel channel = new KeaChannel() {
        @Override
        public KeaAnswer send(DhcpService service, KeaCommand<?> command, Duration timeout) {
            Duration half = takes.getOrDefault(command.name(), Duration.ZERO).dividedBy(2);
            kea.advance(half);
            KeaAnswer answer = kea.server("server1").channel().send(service, command, timeout);
            kea.advance(half);
            answered.put(command.name(), kea.clock().instant());
            sent.merge(command.name(), 1, Integer::sum);
            return answer;
        }

        @Override
        public String address() {
            return kea.endpoint("server1").toString();
        }
    };

    private PeerPoller.Poll poll(@Nullable KnownPeer known, boolean cheaply) {
        HaRelationship relationship = ((HaDetection.Found)
                        HaDetection.in(kea.server("server1").config()))
                .relationships()
                .get(0);
        return new PeerPoller(endpoint -> channel, kea.clock(), Duration.ofSeconds(30))
                .poll(
                        "server1",
                        List.of(new PeerAddress(
                                KeaEndpoint.builder(kea.endpoint("server1")).build(), PeerAddress.Origin.GIVEN)),
                        DhcpService.DHCP4,
                        relationship,
                        known,
                        cheaply);
    }

    private static PeerObservation.Seen seen(PeerPoller.Poll poll) {
        return (PeerObservation.Seen) poll.observation();
    }

    /** At any moment of a second, and with any answer that does not take longer than one. */
    @ParameterizedTest
    @ValueSource(longs = {-75, -31, 0, 1, 45, 75})
    void theClockIsMeasuredToASecond(long ahead) {
        kea.skewClock("server1", Duration.ofSeconds(ahead));
        int count = 0;
        for (int took : List.of(0, 300, 900, 1000)) {
            takes.put("ha-heartbeat", Duration.ofMillis(took));
            for (int part = 0; part < 10; part++) {
                kea.advance(Duration.ofMillis(90));
                Duration measured = seen(poll(null, false)).clockAhead().orElseThrow();
                assertThat(measured.minusSeconds(ahead).abs())
                        .as("%s measured with an answer that took %s ms", measured, took)
                        .isLessThanOrEqualTo(SECOND);
                count++;
            }
        }
        assertThat(count).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(longs = {1002, 2000, 6000, 9000})
    void anAnswerThatTakesLongerTellsNothing(long took) {
        takes.put("ha-heartbeat", Duration.ofMillis(took));
        assertThat(seen(poll(null, false)).clockAhead()).isEmpty();
    }

    @Test
    void aMeasureIsKeptForAMinuteAndAFailedOneIsNot() {
        takes.put("ha-heartbeat", Duration.ofSeconds(2));
        PeerPoller.Poll failed = poll(null, true);
        takes.clear();
        PeerPoller.Poll measured = poll(failed.known(), true);
        assertThat(seen(measured).clockAhead()).isPresent();
        assertThat(sent).containsEntry("ha-heartbeat", 2);
        kea.advance(Duration.ofSeconds(59));
        PeerPoller.Poll kept = poll(measured.known(), true);
        assertThat(seen(kept).clockAhead()).isEqualTo(seen(measured).clockAhead());
        assertThat(sent).containsEntry("ha-heartbeat", 2);
        kea.advance(SECOND);
        poll(kept.known(), true);
        assertThat(sent).containsEntry("ha-heartbeat", 3);
    }

    /** Kea 2.2 takes 8 s for the configuration of 10,000 subnets; the uptime counts from before that. */
    @Test
    void whatItSaysOfItsTimesCountsFromTheMomentItSaidThem() {
        takes.put("config-get", Duration.ofSeconds(8));
        PeerObservation.Seen seen = seen(poll(null, false));
        assertThat(seen.at()).isEqualTo(answered.get("status-get"));
        assertThat(seen.at()).isBefore(answered.get("config-get").minusSeconds(7));
    }
}
