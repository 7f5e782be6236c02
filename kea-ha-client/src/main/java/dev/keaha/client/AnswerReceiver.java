package dev.keaha.client;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes an answer from the JDK's client, and ends the connection when the rest of it does not matter. */
final class AnswerReceiver implements HttpResponse.BodySubscriber<AnswerBody> {

    private final AnswerBody body;
    private final CompletableFuture<AnswerBody> whole = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    AnswerReceiver(AnswerBody body) {
        this.body = body;
    }

    @Override
    public CompletionStage<AnswerBody> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        try {
            for (ByteBuffer part : parts) {
                if (whole.isDone()) {
                    return;
                }
                if (!body.add(part)) {
                    stop();
                    whole.complete(body.end());
                }
            }
        } catch (AnswerBody.TooLarge e) {
            stop();
            whole.completeExceptionally(e);
        }
    }

    private void stop() {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onError(Throwable problem) {
        whole.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
        if (!whole.isDone()) {
            whole.complete(body.end());
        }
    }
}
