package io.deskwire.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.ratelimit.BucketKey;
import io.deskwire.common.ratelimit.Reading;
import io.deskwire.gateway.credential.Admission;
import io.deskwire.gateway.edge.Client;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitsTests {
    private static final RateLimitProperties PROPERTIES =
            new RateLimitProperties(6, 4, 10, 10, 10, 2, Duration.ofSeconds(60), 1_000);
    private static final BucketKey PERSON = new BucketKey(PROPERTIES.of(Policy.CREDENTIAL), "person");
    private static final BucketKey COLLEAGUE = new BucketKey(PROPERTIES.of(Policy.CREDENTIAL), "colleague");
    private static final BucketKey COMPANY = new BucketKey(PROPERTIES.of(Policy.TENANT), "company");

    private long now;
    private final RateLimits limits = new RateLimits(PROPERTIES, new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return now;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    });

    @Test
    void whatIsUsedComesBackEvenly() {
        for (int left = 5; left >= 0; left--) {
            assertThat(limits.count(List.of(PERSON)).getLast())
                    .isEqualTo(new Reading(PERSON.quota(), true, left, (6 - left) * 10L, 0));
        }
        assertThat(limits.count(List.of(PERSON)).getLast()).isEqualTo(new Reading(PERSON.quota(), false, 0, 60, 10));

        now += Duration.ofSeconds(10).toNanos();

        assertThat(limits.count(List.of(PERSON)).getLast().counted()).isTrue();
        assertThat(limits.count(List.of(PERSON)).getLast().counted()).isFalse();
    }

    @Test
    void whoIsRefusedForTheCompanyKeepsTheOwnQuota() {
        for (int i = 0; i < 4; i++) {
            limits.count(List.of(COLLEAGUE, COMPANY));
        }

        var refused = limits.count(List.of(PERSON, COMPANY));

        assertThat(refused).hasSize(2);
        assertThat(refused.getLast().quota()).isEqualTo(COMPANY.quota());
        assertThat(refused.getLast().counted()).isFalse();
        assertThat(limits.count(List.of(PERSON)).getLast().remaining()).isEqualTo(5);
    }

    @Test
    void anAgentsTokenIsNotKept() {
        var client = new Client(InetAddress.getLoopbackAddress(), "http", "x");
        var token = "eyJ".repeat(10_000);

        var holders = limits.holders(new Admission.Agent(token), client);

        assertThat(holders.getLast().quota().policy()).isEqualTo("credential");
        assertThat(holders.getLast().id()).hasSize(64).doesNotContain("eyJ");
    }

    @Test
    void wrongGuessesRunOutAndComeBack() {
        var client = new Client(InetAddress.getLoopbackAddress(), "http", "x");
        assertThat(limits.secondsToWait(client)).isZero();
        limits.wrong(client);
        assertThat(limits.secondsToWait(client)).isZero();
        limits.wrong(client);
        assertThat(limits.secondsToWait(client)).isEqualTo(30);

        now += Duration.ofSeconds(30).toNanos();

        assertThat(limits.secondsToWait(client)).isZero();
    }
}
