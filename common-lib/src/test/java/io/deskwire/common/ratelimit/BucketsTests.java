package io.deskwire.common.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BucketsTests {
    private static final BucketKey PERSON = new BucketKey(new Quota("person", 2, Duration.ofSeconds(60)), "p");
    private static final BucketKey COMPANY = new BucketKey(new Quota("company", 3, Duration.ofSeconds(60)), "c");

    private long now;
    private final Buckets buckets = new Buckets(100, Duration.ofMinutes(1), new TimeMeter() {
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
    void tellsInHeadersWhatIsLeft() {
        var holders = List.of(PERSON, COMPANY);

        assertThat(Reading.policies(holders.stream().map(BucketKey::quota).toList()))
                .isEqualTo("\"person\";q=2;w=60, \"company\";q=3;w=60");
        assertThat(Reading.states(buckets.count(holders))).isEqualTo("\"person\";r=1;t=30, \"company\";r=2;t=20");
    }

    @Test
    void givesBackWhatARefusedRequestHadCountedElsewhere() {
        var stranger = new BucketKey(PERSON.quota(), "stranger");
        for (int i = 0; i < 3; i++) {
            buckets.count(List.of(COMPANY));
        }

        assertThat(buckets.count(List.of(stranger, COMPANY)).getLast().counted())
                .isFalse();

        assertThat(buckets.count(List.of(stranger)).getLast().remaining()).isEqualTo(1);
    }

    @Test
    void comesBackEvenly() {
        buckets.take(PERSON);
        assertThat(buckets.secondsToWait(PERSON)).isZero();
        assertThat(buckets.spent(PERSON)).isNull();
        buckets.take(PERSON);
        buckets.take(PERSON);
        assertThat(buckets.secondsToWait(PERSON)).isEqualTo(30);
        assertThat(buckets.spent(PERSON)).isEqualTo(new Reading(PERSON.quota(), false, 0, 60, 30));

        now += Duration.ofSeconds(30).toNanos();

        assertThat(buckets.secondsToWait(PERSON)).isZero();
        assertThat(buckets.spent(PERSON)).isNull();
    }
}
