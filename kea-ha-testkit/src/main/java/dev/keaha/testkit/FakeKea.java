package dev.keaha.testkit;

/** One fake daemon: command in, answer out. */
public final class FakeKea {
    private FakeKea() {}
}
