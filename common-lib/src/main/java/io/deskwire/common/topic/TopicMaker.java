package io.deskwire.common.topic;

import org.jspecify.annotations.Nullable;

/// Makes the topics beside the work of its caller, who need not wait for a broker that is away.
public final class TopicMaker implements AutoCloseable {
    private final String bootstrapServers;
    private @Nullable Thread making;

    public TopicMaker(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /// Does nothing while it is making them already.
    public synchronized void make() {
        if (making == null || !making.isAlive()) {
            make(() -> {});
        }
    }

    /// @param then runs on the maker's thread once all topics exist; not after [#close], unless it had begun
    public synchronized void make(Runnable then) {
        close();
        making = Thread.ofVirtual().name("topics").start(() -> {
            try {
                Topics.ensure(bootstrapServers);
                then.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Stops waiting.
    @Override
    public synchronized void close() {
        if (making != null) {
            making.interrupt();
        }
    }
}
