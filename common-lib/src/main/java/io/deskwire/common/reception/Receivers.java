package io.deskwire.common.reception;

import io.deskwire.common.topic.TopicMaker;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.MessageListenerContainer;

/// The consumers of all groups, from start to stop.
///
/// They start once the topics are made, because none may be made by use. The service does not wait for that: without a
/// broker it serves what needs none.
class Receivers implements SmartLifecycle {
    private final List<Receiver> receivers;
    private final TopicMaker topics;
    private boolean running;
    private boolean started;

    Receivers(List<Receiver> receivers, TopicMaker topics) {
        this.receivers = List.copyOf(receivers);
        this.topics = topics;
    }

    List<Receiver> all() {
        return receivers;
    }

    /// The groups whose consumer has stopped by itself: what it met is beyond trying again.
    List<String> dead() {
        return receivers.stream()
                .filter(receiver -> !receiver.container().isInExpectedState())
                .map(receiver -> receiver.group().name())
                .toList();
    }

    @Override
    public synchronized void start() {
        running = true;
        topics.make(this::startConsumers);
    }

    private synchronized void startConsumers() {
        if (running && !started) {
            started = true;
            receivers.stream().map(Receiver::container).forEach(MessageListenerContainer::start);
        }
    }

    /// All at once: each ends what it is at.
    @Override
    public synchronized void stop(Runnable stopped) {
        running = false;
        topics.close();
        if (!started || receivers.isEmpty()) {
            stopped.run();
            return;
        }
        started = false;
        var left = new AtomicInteger(receivers.size());
        for (var receiver : receivers) {
            receiver.container().stop(() -> {
                if (left.decrementAndGet() == 0) {
                    stopped.run();
                }
            });
        }
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }
}
