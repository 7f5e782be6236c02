package dev.keaha.client;

import static org.assertj.core.api.Assertions.fail;

import dev.keaha.command.HaCommands;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommandException;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.Lease;
import dev.keaha.command.LeaseCommands;
import dev.keaha.command.LeaseKey;
import dev.keaha.command.LeasePage;
import dev.keaha.command.ReservationCommands;
import dev.keaha.command.StatisticCommands;
import dev.keaha.command.SubnetCommands;
import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Damaged answers: whatever comes, the caller gets an answer or one of the two exceptions. */
class AnswerFuzzTest {

    private static final int COUNT = Integer.getInteger("kea.ha.fuzz", 20_000);

    private static final List<String> ANSWERS = List.of(
            "[ { \"arguments\": { \"date-time\": \"Sun, 22 Nov 2026 15:27:40 GMT\", \"scopes\": [ \"server1\" ], \"state\":"
                    + " \"load-balancing\", \"unsent-update-count\": 0 }, \"result\": 0, \"text\": \"HA peer status"
                    + " returned.\" } ]",
            "[ { \"arguments\": { \"dhcp-state\": { \"disabled-by-db-connection\": [  ], \"disabled-by-local-command\": ["
                    + " 1000 ], \"disabled-by-remote-command\": [  ], \"disabled-by-user\": false, \"globally-disabled\":"
                    + " false }, \"high-availability\": [ { \"ha-mode\": \"hot-standby\", \"ha-servers\": { \"local\": {"
                    + " \"role\": \"primary\", \"scopes\": [ \"server1\" ], \"server-name\": \"server1\", \"state\":"
                    + " \"hot-standby\", \"system-time\": null }, \"remote\": { \"age\": 1, \"analyzed-packets\": 0,"
                    + " \"clock-skew\": -45, \"communication-interrupted\": false, \"connecting-clients\": 0, \"in-touch\":"
                    + " true, \"last-scopes\": [  ], \"last-state\": \"hot-standby\", \"role\": \"standby\","
                    + " \"server-name\": \"server2\", \"unacked-clients\": 0, \"unacked-clients-left\": 0 } } } ],"
                    + " \"pid\": 17, \"reload\": 12, \"uptime\": 12 }, \"result\": 0 } ]",
            "[ { \"arguments\": { \"Dhcp4\": { \"subnet4\": [ { \"id\": 4294967295, \"subnet\": \"192.0.2.0/24\","
                    + " \"pools\": [ ], \"t1-percent\": 5e-1, \"user-context\": { \"\\u00e9\": null } } ] }, \"hash\":"
                    + " \"A8E6B3A0\" }, \"result\": 0 } ]",
            "[ { \"arguments\": [ \"build-report\", \"config-get\" ], \"result\": 0 } ]",
            "[ { \"result\": 0, \"text\": \"3.0.4\" } ]",
            "[ { \"arguments\": { \"count\": 1, \"leases\": [ { \"cltt\": 1795377822, \"hw-address\": \"aa:bb:cc:dd:ee:01\","
                    + " \"ip-address\": \"192.0.2.50\", \"state\": 0, \"subnet-id\": 1, \"valid-lft\": 7200 } ] }, \"result\":"
                    + " 0, \"text\": \"1 IPv4 lease(s) found.\" } ]",
            "[ { \"arguments\": { \"pkt4-received\": [ [ 0, \"2026-11-22 20:03:40.273177\" ] ] }, \"result\": 0 } ]",
            "[ { \"arguments\": { \"subnets\": [ { \"id\": 1, \"shared-network-name\": null, \"subnet\":"
                    + " \"192.0.2.0/24\" } ] }, \"result\": 0, \"text\": \"1 IPv4 subnet found\" } ]",
            "[ { \"arguments\": { \"count\": 1, \"hosts\": [ { \"hostname\": \"h\", \"subnet-id\": 1 } ], \"next\": {"
                    + " \"from\": 1, \"source-index\": 0 } }, \"result\": 0, \"text\": \"1 IPv4 host(s) found.\" } ]",
            "[ { \"result\": 0, \"text\": \"Server is now in the partner-down state as its partner appears to be offline"
                    + " for maintenance.\" } ]",
            "[ { \"result\": 1, \"text\": \"unable to forward command to the dhcp4 service: Connection refused. The server is"
                    + " likely to be offline\" } ]",
            "{ \"result\": 401, \"text\": \"Unauthorized\" }");

    private static final List<KeaCommand<?>> COMMANDS = List.of(
            HaCommands.haHeartbeat(null),
            KeaCommands.statusGet(),
            KeaCommands.configGet(),
            KeaCommands.configHashGet(),
            KeaCommands.listCommands(),
            KeaCommands.versionGet(),
            KeaCommands.serverTagGet(),
            LeaseCommands.leaseGetPage(DhcpService.DHCP4, null, 1),
            LeaseCommands.leaseGet(DhcpService.DHCP4, LeaseKey.ofAddress("192.0.2.50")),
            StatisticCommands.statisticGetAll(),
            SubnetCommands.subnetList(DhcpService.DHCP4),
            SubnetCommands.subnetDel(DhcpService.DHCP4, 1),
            ReservationCommands.reservationGetPage(null, null, 1),
            HaCommands.haMaintenanceStart(HaMode.HOT_STANDBY));

    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "null",
        "true",
        "-1",
        "0.5",
        "1e999999999",
        "99999999999999999999",
        "\"x\"",
        "\\u0000",
        "\\ud800",
        "\u00ff",
        ". ",
        ": ",
        "likely",
        "\"result\":",
        "\"text\":",
        "[[[[",
        " ",
        ""
    };

    /** Reads what a lazy accessor would. */
    private static void lookAt(Object result) {
        if (result instanceof LeasePage page) {
            page.leases().forEach(AnswerFuzzTest::lookAt);
        } else if (result instanceof Lease lease) {
            lease.lastTransmission().plus(lease.validLifetime());
            lease.prefixLength();
            lease.hwAddress();
            lease.hostname();
        }
        String.valueOf(result);
    }

    @Test
    void onlyTheExceptionsThatAreDocumented() {
        KeaEndpoint endpoint = KeaEndpoint.of("http://127.0.0.1:8000");
        HttpHeaders headers = HttpHeaders.of(Map.of(), (name, value) -> true);
        for (long seed = 0; seed < COUNT; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String damaged = damaged(ANSWERS.get(random.nextInt(ANSWERS.size())), random);
            byte[] bytes =
                    damaged.getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            int status = random.nextInt(4) == 0 ? random.nextInt(100, 600) : 200;
            KeaCommand<?> command = COMMANDS.get(random.nextInt(COMMANDS.size()));
            try {
                AnswerBody body = body(bytes, random);
                lookAt(command.read(DaemonAnswer.read(
                        HttpAnswer.read(status, headers, body, endpoint), DhcpService.DHCP4, endpoint.toString())));
            } catch (KeaTransportException | KeaCommandException | AnswerBody.TooLarge expected) {
                // as documented
            } catch (RuntimeException | StackOverflowError unexpected) {
                fail("seed " + seed + ", " + command + ", status " + status + ": " + damaged, unexpected);
            }
        }
    }

    /** It comes in up to three pieces. */
    private static AnswerBody body(byte[] bytes, SplittableRandom random) throws AnswerBody.TooLarge {
        AnswerBody body = new AnswerBody(1 << 20);
        int from = 0;
        for (int cut = random.nextInt(3); cut > 0; cut--) {
            int to = random.nextInt(from, bytes.length + 1);
            if (!body.add(ByteBuffer.wrap(bytes, from, to - from))) {
                return body.end();
            }
            from = to;
        }
        body.add(ByteBuffer.wrap(bytes, from, bytes.length - from));
        return body.end();
    }

    private static String damaged(String answer, SplittableRandom random) {
        StringBuilder text = new StringBuilder(answer);
        for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
                case 1 -> text.insert(from, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.insert(from, text.substring(from, to));
                default -> text.setLength(random.nextInt(8) == 0 ? from : text.length());
            }
        }
        return text.toString();
    }
}
