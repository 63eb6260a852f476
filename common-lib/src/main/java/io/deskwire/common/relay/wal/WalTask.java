package io.deskwire.common.relay.wal;

import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.postgresql.PostgresConnector;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import java.sql.SQLException;

/// Debezium's task, whose replication stream waits at the socket. Public because the engine makes it by name.
public final class WalTask extends PostgresConnectorTask {

    /// The pause between empty reads comes from here; the stream has waited by then.
    @Override
    public CdcSourceTaskContext<PostgresConnectorConfig> preStart(Configuration config) {
        return super.preStart(original(config)
                .edit()
                .with(CommonConnectorConfig.POLL_INTERVAL_MS, 1)
                .build());
    }

    /// The interval at which the idle engine looks around comes from here.
    @Override
    public ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> start(Configuration config) {
        return super.start(original(config));
    }

    @Override
    protected ReplicationConnection buildReplicationConnection(
            PostgresConnection metadata, PostgresSchema schema, PostgresConnectorConfig config) throws SQLException {
        var watched = config.getConfig()
                .edit()
                .with("driver.socketFactory", ReadinessSocketFactory.class.getName())
                .build();
        return new WaitingConnection(
                super.buildReplicationConnection(metadata, schema, new PostgresConnectorConfig(watched)));
    }

    /// Debezium finds the parts of a connector by its class name.
    private static Configuration original(Configuration config) {
        return config.edit()
                .with("connector.class", PostgresConnector.class.getName())
                .build();
    }
}
