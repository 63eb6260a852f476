package io.deskwire.common.idempotency;

import io.deskwire.common.tenancy.SystemAccess;
import org.springframework.scheduling.annotation.Scheduled;

/// Removes answers that are not given again any more. Every node may run it at any time.
class AnswerSweep {
    private final AnswerRepository answers;
    private final SystemAccess system;

    AnswerSweep(AnswerRepository answers, SystemAccess system) {
        this.answers = answers;
        this.system = system;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1H")
    void sweep() {
        system.run("old-answers", answers::deleteOld);
    }
}
