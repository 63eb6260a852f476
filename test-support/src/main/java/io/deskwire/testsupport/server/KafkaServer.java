package io.deskwire.testsupport.server;

/// A Kafka of one node. It keeps its address and topics when it is stopped and started.
public sealed interface KafkaServer extends AutoCloseable permits EmbeddedBroker, ContainerKafka {
    /// A running one of this machine.
    static KafkaServer embedded() {
        return new EmbeddedBroker();
    }

    /// A running one of Testcontainers.
    static KafkaServer inContainer() {
        return new ContainerKafka();
    }

    String bootstrapServers();

    /// Returns when the broker is gone.
    void stop();

    /// Returns when the broker serves clients.
    void start();

    @Override
    void close();
}
