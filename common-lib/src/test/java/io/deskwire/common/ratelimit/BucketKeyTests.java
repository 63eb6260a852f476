package io.deskwire.common.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BucketKeyTests {
    private static final Quota QUOTA = new Quota("credential", 1, Duration.ofMinutes(1));

    @Test
    void keepsShortIdsAsTheyAre() {
        assertThat(new BucketKey(QUOTA, "192.0.2.1").id()).isEqualTo("192.0.2.1");
    }

    @Test
    void keepsNothingLongThatACallerSent() {
        var token = "eyJ".repeat(10_000);

        assertThat(new BucketKey(QUOTA, token).id()).hasSize(64).isNotEqualTo(token.substring(0, 64));
        assertThat(new BucketKey(QUOTA, token))
                .isEqualTo(new BucketKey(QUOTA, token))
                .isNotEqualTo(new BucketKey(QUOTA, token + "x"));
    }
}
