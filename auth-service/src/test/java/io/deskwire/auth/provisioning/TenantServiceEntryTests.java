package io.deskwire.auth.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.provisioning.TenantServiceEntry.Status;
import io.deskwire.common.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TenantServiceEntryTests {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final TenantServiceEntry NEW =
            TenantServiceEntry.blank(new TenantId(UUID.randomUUID()), "chatwoot", NOW);

    @Test
    void waitsLongerAfterEachFailureAndGivesUpInTheEnd() {
        var properties = new ProvisioningProperties(
                Duration.ofSeconds(2), Duration.ofMinutes(1), 3, Duration.ofSeconds(5), Duration.ofSeconds(8));

        assertThat(properties.delayAfter(1, 0.5)).isEqualTo(Duration.ofSeconds(5));
        assertThat(properties.delayAfter(2, 0.5)).isEqualTo(Duration.ofSeconds(8));
        assertThat(properties.delayAfter(3, 0.5)).isNull();
    }

    @Test
    void isRequestedForTheFirstTimeWithoutAnAttempt() {
        assertThat(NEW.requested(true, NOW).progress().attempts()).isZero();
    }

    @Test
    void aNewRequestDoesNotForgetThatSomethingMayHaveBeenMade() {
        var failed = NEW.requested(true, NOW)
                .begun(Duration.ofMinutes(1), NOW)
                .failed("no answer", Duration.ZERO, NOW)
                .begun(Duration.ofMinutes(1), NOW)
                .failed("no answer", null, NOW);

        var again = failed.requested(false, NOW).requested(true, NOW);

        assertThat(again.status()).isEqualTo(Status.REQUESTED);
        assertThat(again.begun(Duration.ofMinutes(1), NOW).progress().attempts())
                .isEqualTo(2); // which counts as repeated
    }
}
