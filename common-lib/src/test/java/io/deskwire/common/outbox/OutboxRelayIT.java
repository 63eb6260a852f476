package io.deskwire.common.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.outbox.RelaySettings.Mode;
import org.junit.jupiter.api.Test;

/// From the write-ahead log.
class OutboxRelayIT extends RelayContract {
    OutboxRelayIT() {
        super(Mode.LOGICAL);
    }

    @Test
    void statusShowsTheSlot() {
        await().untilAsserted(() -> {
            assertThat(relay.status().slot()).isNotNull();
            assertThat(relay.status().slot().walStatus()).isEqualTo("reserved");
        });
    }
}
