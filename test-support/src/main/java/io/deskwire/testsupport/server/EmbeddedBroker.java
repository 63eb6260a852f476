package io.deskwire.testsupport.server;

import io.deskwire.localstack.EmbeddedKafka;

final class EmbeddedBroker implements KafkaServer {

    private final EmbeddedKafka kafka =
            EmbeddedKafka.temporary(AfterContexts::run).start();

    @Override
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public void stop() {
        kafka.stop();
    }

    @Override
    public void start() {
        kafka.start();
    }

    @Override
    public void close() {
        kafka.close();
    }
}
