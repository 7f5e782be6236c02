package dev.keaha.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A running Control Agent's own configuration: a command without {@code service} is for the agent. */
final class AgentItself {

    private AgentItself() {}

    static JsonObject config(String address) throws Exception {
        return ask(address, Json.object("command", "config-get")).without("hash");
    }

    static void set(String address, JsonObject config) throws Exception {
        ask(address, Json.object("command", "config-set", "arguments", config));
    }

    private static JsonObject ask(String address, JsonObject request) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(request.toJson()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        KeaAnswer said = KeaAnswer.of(Json.parse(answer.body()));
        assertThat(said.result()).as(said.text()).isEqualTo(ResultCode.SUCCESS);
        return said.object();
    }
}
