package io.deskwire.common.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.outbox.RelaySettings.Mode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From the write-ahead log.
class OutboxRelayIT extends RelayContract {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelayIT.class);

    OutboxRelayIT() {
        super(Mode.LOGICAL);
    }

    @Test
    void statusShowsTheSlot() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(relay.status().slot()).isNotNull();
            assertThat(relay.status().slot().walStatus()).isEqualTo("reserved");
        });
    }

    /// Figures for the log; what they must be is measured by benchmarks on a quiet machine.
    @Test
    void latencyOfSingleCommits() throws Exception {
        reader.awaitAll(List.of(outbox.append(tenant, 0)));
        var progress = relay.progress();
        var micros = new long[200];
        try (var connection = outbox.connect()) {
            for (int i = 0; i < micros.length; i++) {
                OutboxDatabase.append(connection, tenant, i + 1L);
                long committed = System.nanoTime();
                while (progress.relayed.sum() < i + 2) {
                    Thread.onSpinWait();
                }
                micros[i] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - committed);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
        Arrays.sort(micros);
        log.info("commit to Kafka's acknowledgement: p50 {} µs, p99 {} µs", micros[100], micros[198]);
        assertThat(progress.relayed.sum()).isEqualTo(201);
    }
}
