package io.deskwire.testsupport.server;

import io.deskwire.localstack.EmbeddedCluster;
import io.deskwire.localstack.Superuser;

final class EmbeddedPostgres extends PostgresServer {

    private final EmbeddedCluster cluster =
            EmbeddedCluster.temporary(AfterContexts::run).start();

    @Override
    public Superuser superuser() {
        return cluster.superuser();
    }

    @Override
    public void stop() {
        cluster.stop();
    }

    @Override
    public void start() {
        cluster.start();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
