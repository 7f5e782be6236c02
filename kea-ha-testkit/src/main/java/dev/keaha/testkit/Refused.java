package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;

/** A command that ends with a refusal, from wherever that shows. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    Refused(ResultCode result, String text) {
        super(text, null, false, false);
        this.code = result.code();
    }

    Refused(String text) {
        this(ResultCode.ERROR, text);
    }

    KeaAnswer answer() {
        return new KeaAnswer(new ResultCode(code), text(), null);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
