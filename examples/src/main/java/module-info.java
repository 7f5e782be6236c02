/** The command line keaha, and small programs that embed the SDK. Not published. */
@org.jspecify.annotations.NullMarked
module dev.keaha.examples {
    requires dev.keaha.client;
    requires dev.keaha.testkit;
    requires info.picocli;
    requires jdk.httpserver;
    requires micrometer.core;
    requires static org.jspecify;

    opens dev.keaha.examples to
            info.picocli;
}
