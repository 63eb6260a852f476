package io.deskwire.common.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.scheduling.annotation.Scheduled;

class ScheduleTests {
    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(ScheduleAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
            .withPropertyValues("spring.threads.virtual.enabled=true")
            .withUserConfiguration(Jobs.class);

    static class Jobs {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        final AtomicInteger runs = new AtomicInteger();

        @Scheduled(fixedDelay = 1)
        void waitsForSomebodyElse() throws InterruptedException {
            entered.countDown();
            released.await();
        }

        @Scheduled(fixedDelay = 1)
        void goesOn() {
            runs.incrementAndGet();
        }
    }

    @Test
    void aJobThatWaitsStopsNoOther() {
        context.run(started -> {
            var jobs = started.getBean(Jobs.class);
            jobs.entered.await();
            var before = jobs.runs.get();

            await().until(() -> jobs.runs.get() > before + 2);

            assertThat(jobs.released.getCount()).isOne();
            jobs.released.countDown();
        });
    }
}
