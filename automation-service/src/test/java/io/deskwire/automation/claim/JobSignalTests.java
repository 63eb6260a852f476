package io.deskwire.automation.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.automation.job.JobQueued;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class JobSignalTests {
    private static final Duration FOREVER = Duration.ofDays(1);

    private final TenantId tenant = new TenantId(Uuid7.next());
    private final JobSignal signal = new JobSignal();

    @Test
    void wakesWhoWaits() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var listener = signal.listen(tenant)) {
            var woken = threads.submit(() -> listener.await(FOREVER));
            commitOfAJob(tenant);
            await().until(woken::isDone);
            assertThat(woken.resultNow()).isTrue();
        }
    }

    @Test
    void keepsWhatRangBetweenALookAndItsWait() throws InterruptedException {
        try (var listener = signal.listen(tenant)) {
            commitOfAJob(tenant);
            assertThat(listener.await(FOREVER)).isTrue();
        }
    }

    @Test
    void leavesOtherTenantsAlone() throws InterruptedException {
        try (var listener = signal.listen(tenant)) {
            commitOfAJob(new TenantId(Uuid7.next()));
            var begun = System.nanoTime();
            assertThat(listener.await(Duration.ofMillis(50))).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }

    @Test
    void endsEveryWaitWhenTheServiceStops() throws InterruptedException {
        try (var listener = signal.listen(tenant)) {
            signal.close();
            assertThat(listener.await(FOREVER)).isFalse();
        }
    }

    private void commitOfAJob(TenantId of) {
        signal.on(new JobQueued(of));
    }
}
