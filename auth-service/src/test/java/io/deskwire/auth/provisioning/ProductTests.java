package io.deskwire.auth.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.provisioning.Product.Status;
import io.deskwire.common.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProductTests {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Product NEW = new Product(
            new TenantId(UUID.randomUUID()),
            "chatwoot",
            UUID.randomUUID(),
            null,
            true,
            Status.UNPROVISIONED,
            0,
            null,
            null,
            0,
            NOW,
            NOW);

    @Test
    void isRequestedForTheFirstTimeWithoutAnAttempt() {
        assertThat(NEW.requested(true, NOW).attempts()).isZero();
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
        assertThat(again.begun(Duration.ofMinutes(1), NOW).attempts()).isEqualTo(2); // which counts as repeated
    }
}
