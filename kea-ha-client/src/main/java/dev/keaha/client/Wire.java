package dev.keaha.client;

import java.time.Duration;

/** A way to an endpoint that carries one request and its answer. */
interface Wire {

    /** An exchange, not begun. */
    Exchange exchange(byte[] request);

    /** Says in words what went wrong, and which kind of failure it is. */
    Failure explain(Throwable problem, Exchange.Stage stage);

    /** Says in words where the time went. */
    Failure timedOut(Exchange.Stage stage, Duration timeout);
}
