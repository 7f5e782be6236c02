package dev.keaha.examples;

import dev.keaha.config.KeaConfigException;
import dev.keaha.controller.StoreException;
import dev.keaha.json.Json;
import dev.keaha.json.JsonSyntaxException;
import picocli.CommandLine;

/** Something went wrong, said as a person or a program wants to read it; never a stack trace. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String advice;
    private final int exitCode;

    Failure(String code, String text, String advice) {
        this(code, text, advice, ExitCode.ERROR);
    }

    Failure(String code, String text, String advice, int exitCode) {
        super(text);
        this.code = code;
        this.advice = advice;
        this.exitCode = exitCode;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    String advice() {
        return advice;
    }

    int exitCode() {
        return exitCode;
    }

    static Failure of(Exception problem) {
        String text = String.valueOf(problem.getMessage());
        if (problem instanceof Failure failure) {
            return failure;
        } else if (problem instanceof StoreException) {
            return new Failure("store", text, "Look at the directory given by --store.");
        } else if (problem instanceof KeaConfigException || problem instanceof JsonSyntaxException) {
            return new Failure("bad-input", text, "");
        }
        return new Failure(
                "internal",
                "Something unforeseen happened: " + problem.getClass().getSimpleName() + ": " + text,
                "This is a fault of keaha. Please report it.");
    }

    /** Shows it and gives the exit code. */
    int show(CommandLine command, boolean json) {
        if (json) {
            command.getOut()
                    .println(Json.object("error", Json.object("code", code, "text", text(), "advice", advice))
                            .toJson());
        } else {
            command.getErr().println("keaha: " + text());
            if (!advice.isEmpty()) {
                command.getErr().println("  " + advice);
            }
        }
        return exitCode;
    }
}
