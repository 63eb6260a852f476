package io.deskwire.testsupport;

/// A Kafka of one node. It keeps its address and topics when it is stopped and started.
public sealed interface KafkaServer extends AutoCloseable permits EmbeddedBroker, ContainerKafka {

    String bootstrapServers();

    /// Returns when the broker is gone.
    void stop();

    /// Returns when the broker serves clients.
    void start();

    @Override
    void close();
}
