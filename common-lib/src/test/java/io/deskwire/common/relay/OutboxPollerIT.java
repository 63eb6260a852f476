package io.deskwire.common.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.relay.RelaySettings.Mode;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.TestServers;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/// From numbers given at commit, for servers without logical decoding.
class OutboxPollerIT extends RelayContract {

    OutboxPollerIT() {
        super(Mode.POLL);
    }

    @Test
    void changeToLogicalAndBackLosesNothing() throws Exception {
        reader.awaitAll(List.of(outbox.append(tenant, 1)));
        relay.close();
        outbox.append(tenant, 2);

        relay = new OutboxRelay(outbox.settings(TestServers.kafka()).with(Mode.LOGICAL), Clock.systemUTC());
        relay.ensureSlot();
        var third = outbox.append(tenant, 3);
        relay.start();
        reader.awaitAll(List.of(third));
        relay.close();
        outbox.append(tenant, 4);

        relay = relay();
        relay.ensureSlot();
        relay.start();
        reader.awaitAll(List.of(outbox.append(tenant, 5)));
        assertThat(reader.firstVersions(tenant)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(outbox.as(Role.SYSTEM)
                        .sql("SELECT count(*) FROM pg_replication_slots WHERE slot_name = :slot")
                        .param("slot", relay.settings().slot())
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
