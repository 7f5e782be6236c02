package dev.keaha.testkit.lint;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.testkit.real.RealServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Sends commands to a daemon's Unix socket, one connection each, as Kea wants it. */
final class ControlSocketCommands {

    private ControlSocketCommands() {}

    static JsonObject send(RealServer server, String command, JsonObject arguments) throws IOException {
        String text = (arguments.size() == 0
                        ? Json.object("command", command)
                        : Json.object("command", command, "arguments", arguments))
                .toJson();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(server.controlSocket()));
            ByteBuffer out = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer in = ByteBuffer.allocate(1 << 16);
            while (channel.read(in) >= 0) {
                answer.write(in.array(), 0, in.position());
                in.clear();
            }
            return Json.parseObject(answer.toString(StandardCharsets.UTF_8));
        }
    }

    static long result(JsonObject answer) {
        return answer.integer("result").orElseThrow();
    }
}
