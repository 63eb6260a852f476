package io.deskwire.testsupport.server;

import io.deskwire.localstack.FreePort;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

final class ContainerKafka implements KafkaServer {

    private static final int CLIENT_PORT = 9092;

    private final KafkaContainer container;

    ContainerKafka() {
        // A fixed port of the host: the broker advertises it, and a random one would change with a second start.
        container = new KafkaContainer(DockerImageName.parse("apache/kafka:4.3.1"))
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        FixedPort.bind(container, FreePort.find(), CLIENT_PORT);
        container.start();
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void start() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        FixedPort.await("Kafka", Duration.ofSeconds(60), () -> {
            try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
                admin.describeCluster().nodes().get(5, TimeUnit.SECONDS);
            }
        });
    }

    @Override
    public void close() {
        container.stop();
    }
}
