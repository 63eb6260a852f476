package io.deskwire.common.relay;

import io.deskwire.common.ratelimit.Haste;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;

/// Spares an event the producer's linger as long as there are few: one that is sent alone goes at once, and so does
/// what comes while it is under way. Under load the linger decides, because each request costs the broker and every
/// reader of the topic.
///
/// On a thread of its own: a flush waits for its answer, and whoever sends must not.
final class PromptFlush implements AutoCloseable {
    private final Producer<?, ?> producer;
    private final Semaphore sent = new Semaphore(0);
    private final Haste haste = new Haste();
    private final Thread thread;

    PromptFlush(Producer<?, ?> producer, String name) {
        this.producer = producer;
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /// Something was handed to the producer.
    void sent() {
        sent.release();
    }

    private void run() {
        try {
            while (true) {
                sent.acquire();
                sent.drainPermits();
                if (haste.atOnce()) {
                    producer.flush();
                }
            }
        } catch (InterruptedException | InterruptException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
