package io.deskwire.common.schedule;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/// Gives each `@Scheduled` job a thread when it is due, whatever the others do.
///
/// With virtual threads Spring Boot's own scheduler runs all jobs with a fixed delay on one thread, so one that waits
/// for a tenant service or erases a large tenant would stop those that end credentials. A job never runs beside itself.
@AutoConfiguration(beforeName = "org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration")
@EnableScheduling
class ScheduleAutoConfiguration {
    /// More than any service has jobs; a virtual thread that waits costs next to nothing.
    private static final int THREADS = 64;

    @Bean
    @ConditionalOnMissingBean(name = "taskScheduler")
    ThreadPoolTaskScheduler taskScheduler(ThreadPoolTaskSchedulerBuilder builder) {
        var scheduler = builder.poolSize(THREADS).build();
        scheduler.setThreadFactory(Thread.ofVirtual().name("job-", 0).factory());
        return scheduler;
    }
}
