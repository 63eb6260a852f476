package io.deskwire.common.relay.wal;

import io.debezium.connector.postgresql.PostgresConnector;
import org.apache.kafka.connect.connector.Task;

/// Debezium's connector with [WalTask]. Public because the engine makes it by name.
///
/// For one record at a time: configure `max.batch.size=1`, so that a record wakes the engine the moment it is queued;
/// `poll.interval.ms` is then only how often an idle engine looks around, and may be long.
public final class WalConnector extends PostgresConnector {
    @Override
    public Class<? extends Task> taskClass() {
        return WalTask.class;
    }
}
