package io.deskwire.common.reception;

import io.deskwire.common.ratelimit.Haste;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;

/// Under load lets records gather between two polls, so that more of them share an answer of the broker, a transaction
/// and a commit. While little comes, each comes at once.
final class Gathering implements BatchMessageListener<byte[], byte[]> {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final BatchMessageListener<byte[], byte[]> listener;
    private final ContainerProperties polls;
    private final Haste haste = new Haste();

    /// @param polls of the listener's container, which reads the pause anew before each poll
    Gathering(BatchMessageListener<byte[], byte[]> listener, ContainerProperties polls) {
        this.listener = listener;
        this.polls = polls;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records) {
        polls.setIdleBetweenPolls(haste.atOnce() ? 0 : PAUSE.toMillis());
        listener.onMessage(records);
    }
}
