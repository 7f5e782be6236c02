/** Fake and real Kea servers for tests. */
@org.jspecify.annotations.NullMarked
module dev.keaha.testkit {
    requires transitive dev.keaha.core;
    requires java.logging;
    requires java.net.http;
    requires mockwebserver3;
    requires okhttp3;
    requires okio;
    requires static org.assertj.core;
    requires static org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports dev.keaha.testkit;
    exports dev.keaha.testkit.assertions;
    exports dev.keaha.testkit.junit;
    exports dev.keaha.testkit.real;
}
