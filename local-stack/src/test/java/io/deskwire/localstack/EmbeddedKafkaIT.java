package io.deskwire.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    static final EmbeddedKafka kafka = EmbeddedKafka.temporary();

    @BeforeAll
    static void start() {
        kafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void carriesRecordsAndKeepsThemOverARestartOnTheSamePort() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("greetings", 1, (short) 1)))
                    .all()
                    .get();
        }
        var address = kafka.bootstrapServers();
        send("before");
        kafka.stop();
        kafka.start();
        send("after");
        assertThat(kafka.bootstrapServers()).isEqualTo(address);
        assertThat(readFromStart()).containsExactly("before", "after");
    }

    @Test
    void doesNotInventTopics() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("typo"))
                            .allTopicNames()
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void saysWhyItCannotStart(@TempDir Path data) throws IOException {
        Files.writeString(data.resolve("meta.properties"), "version=nonsense\n");
        assertThatThrownBy(() -> EmbeddedKafka.kept(data, FreePort.find(), FreePort.find())
                        .start())
                .isInstanceOf(StackException.class)
                .hasMessageContaining("Kafka did not start on port")
                .hasMessageContaining(data.toString());
        int taken = Integer.parseInt(kafka.bootstrapServers().split(":")[1]);
        assertThatThrownBy(
                        () -> EmbeddedKafka.kept(data, FreePort.find(), taken).start())
                .isInstanceOf(StackException.class)
                .hasMessage("Port " + taken + ", meant for Kafka's controller, is taken by another program.");
    }

    private static void send(String value) throws Exception {
        var config = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("greetings", value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> readFromStart() {
        var config = Map.<String, Object>of(
                "bootstrap.servers", kafka.bootstrapServers(), "group.id", "readers", "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("greetings"));
            var values = new java.util.ArrayList<String>();
            for (int polls = 0; polls < 100 && values.size() < 2; polls++) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
