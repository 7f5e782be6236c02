package dev.keaha.examples;

import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line, and what it printed. */
record CommandLineRun(int exitCode, String out, String err) {

    static CommandLineRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Keaha.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new CommandLineRun(exitCode, out.toString(), err.toString());
    }

    JsonObject json() {
        return Json.parseObject(out.strip());
    }

    JsonObject relationship() {
        return json().array("relationships")
                .orElse(JsonArray.empty())
                .objects()
                .findFirst()
                .orElseThrow();
    }

    /** A member of the entry of a peer in {@code status}, {@code replicate} or {@code change}. */
    String ofPeer(JsonObject parent, String peer, String member) {
        return parent.array("peers")
                .orElse(JsonArray.empty())
                .objects()
                .filter(entry -> entry.text("name").filter(peer::equals).isPresent())
                .findFirst()
                .flatMap(entry -> entry.text(member))
                .orElse("");
    }
}
