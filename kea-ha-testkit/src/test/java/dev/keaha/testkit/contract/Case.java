package dev.keaha.testkit.contract;

import java.util.function.Consumer;

/**
 * Something that a subject is asked, and answers.
 *
 * @param name what it is about; unique among the cases of a version and family
 * @param body what is asked; what it leaves changed, it puts back
 */
record Case(String name, Consumer<Talk> body) {}
