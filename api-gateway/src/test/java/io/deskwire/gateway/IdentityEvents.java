package io.deskwire.gateway;

import io.deskwire.contracts.event.Topic;
import io.deskwire.testsupport.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// Events of the auth-service, as its relay would send them.
final class IdentityEvents {
    private static final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestServers.kafka(), ProducerConfig.LINGER_MS_CONFIG, 0),
            new StringSerializer(),
            new StringSerializer());

    private IdentityEvents() {}

    /// @param kind `session`, `user` or `tenant`
    /// @param before when it was committed as well
    static void revoke(String kind, UUID id, Instant before) {
        // Its timestamp is the time of the commit, as relays say it.
        var event = new ProducerRecord<>(
                Topic.IDENTITY.wire(), null, before.toEpochMilli(), GatewayFixture.TENANT.toString(), """
                {"table":"revocations","record":{"kind":"%s","id":"%s","before":"%s"}}""".formatted(
                                kind, id, before));
        event.headers().add("ce_type", "access.revoked".getBytes(StandardCharsets.UTF_8));
        try {
            producer.send(event).get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
