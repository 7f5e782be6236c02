package dev.keaha.examples;

import java.util.function.Consumer;
import picocli.CommandLine;

/** Shows each change as it is sent; silent where a program reads along. */
record Progress(CommandLine command, boolean json) implements Consumer<String> {

    @Override
    public void accept(String sentence) {
        if (!json) {
            command.getOut().println("  " + sentence);
        }
    }
}
