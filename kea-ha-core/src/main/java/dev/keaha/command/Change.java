package dev.keaha.command;

/**
 * What a command did that changes something.
 *
 * @param found whether there was anything to change; false where what it names does not exist, or nothing was left to
 *     remove (result 3), so also when it is sent again after it worked
 * @param text Kea's sentence
 */
public record Change(boolean found, String text) {

    static Change of(KeaAnswer answer) {
        return new Change(!answer.result().equals(ResultCode.EMPTY), answer.text());
    }
}
