package io.deskwire.contracts.event;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/// The public streams. Key = tenant id, so a tenant's events of a topic lie in one partition, in commit order.
public enum Topic {
    IDENTITY,
    TICKETS,
    AUTOMATION,
    NOTIFICATIONS;

    /// Never changed: cursors name positions in these partitions.
    public static final int PARTITIONS = 12;

    public String wire() {
        return "deskwire." + name().toLowerCase(Locale.ROOT) + ".v1";
    }

    /// Where a record goes that no attempt could work off.
    public String deadLetters() {
        return wire() + ".dlt";
    }

    /// The same partition that Kafka's default partitioner chooses for the key.
    public static int partitionOf(UUID tenant) {
        return BuiltInPartitioner.partitionForKey(tenant.toString().getBytes(StandardCharsets.UTF_8), PARTITIONS);
    }
}
