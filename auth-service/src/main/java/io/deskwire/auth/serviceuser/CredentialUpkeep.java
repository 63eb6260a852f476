package io.deskwire.auth.serviceuser;

import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/// Lets time pass over every kind of credential, each by itself.
@Component
class CredentialUpkeep implements SchedulingConfigurer {
    /// Short, because a token from before a rotation lives until its overlap has been ended.
    private static final Duration OVERLAPS_EVERY = Duration.ofSeconds(3);

    private static final Duration UNUSED_EVERY = Duration.ofHours(1);
    private static final Duration UNUSED_FIRST = Duration.ofMinutes(2);

    private final List<AgingCredentials> kinds;
    private final SystemAccess system;
    private final Clock clock;

    CredentialUpkeep(List<AgingCredentials> kinds, SystemAccess system, Clock clock) {
        this.kinds = kinds;
        this.system = system;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        for (var kind : kinds) {
            registrar.addFixedDelayTask(new FixedDelayTask(() -> endOverlaps(kind), OVERLAPS_EVERY, OVERLAPS_EVERY));
            registrar.addFixedDelayTask(new FixedDelayTask(() -> unused(kind), UNUSED_EVERY, UNUSED_FIRST));
        }
    }

    private void endOverlaps(AgingCredentials kind) {
        system.run(kind.purposes().overlaps(), () -> kind.endOverlaps(clock.instant()));
    }

    void unused(AgingCredentials kind) {
        var limit = kind.unusedLimit();
        if (limit.isZero()) {
            return;
        }
        var now = clock.instant();
        system.run(kind.purposes().unused(), () -> kind.unused(now.minus(limit), now));
    }
}
