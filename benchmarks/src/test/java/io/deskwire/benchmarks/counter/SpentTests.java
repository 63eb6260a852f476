package io.deskwire.benchmarks.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.deskwire.benchmarks.counter.Spent.Reading;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpentTests {
    private static final double NEAR = 1e-9;

    @Test
    void isTheDifferenceOfTwoReadings() {
        var before = new Reading(1_000_000_000L, Map.of("gateway", 500.0), Map.of("commits", 10.0));
        var after = new Reading(3_500_000_000L, Map.of("gateway", 800.0, "pg auth", 30.0), Map.of("commits", 25.0));

        assertThat(after.since(before))
                .isEqualTo(new Spent(2.5, Map.of("gateway", 300.0, "pg auth", 30.0), Map.of("commits", 15.0)));
    }

    @Test
    void idleIsTakenOffByItsRate() {
        var spent = new Spent(4, Map.of("gateway", 300.0), Map.of("commits", 620.0));
        var idle = new Spent(10, Map.of("gateway", 50.0, "Kafka", 400.0), Map.of("commits", 50.0));

        var rest = spent.without(idle);

        assertThat(rest.cpu().get("gateway")).isCloseTo(280, within(NEAR));
        assertThat(rest.cpu().get("Kafka")).isCloseTo(-160, within(NEAR));
        assertThat(rest.counts().get("commits")).isCloseTo(600, within(NEAR));
        assertThat(rest.totalCpu()).isCloseTo(120, within(NEAR));
    }

    @Test
    void autovacuumIsKeptAsItWasSeenAndCountsInNoTotal() {
        var spent = new Spent(4, Map.of("gateway", 300.0, "pg autovacuum", 70.0), Map.of());
        var other = new Spent(1, Map.of("gateway", 50.0, "pg autovacuum", 900.0), Map.of());

        assertThat(spent.without(other).cpu()).isEqualTo(Map.of("gateway", 100.0, "pg autovacuum", 70.0));
        assertThat(spent.minus(other).cpu()).isEqualTo(Map.of("gateway", 250.0, "pg autovacuum", 70.0));
        assertThat(spent.totalCpu()).isEqualTo(300);
        assertThat(new Spent(4, Map.of("gateway", 300.0), Map.of())
                        .without(other)
                        .cpu())
                .isEqualTo(Map.of("gateway", 100.0));
    }

    @Test
    void isDividedAmongOperations() {
        var each = new Spent(6, Map.of("gateway", 600.0), Map.of("commits", 900.0)).per(300);

        assertThat(each).isEqualTo(new Spent(0.02, Map.of("gateway", 2.0), Map.of("commits", 3.0)));
    }

    @Test
    void roundsAddUpAndOneTakesOffTheOther() {
        var one = new Spent(1, Map.of("gateway", 2.0), Map.of("rows", 4.0));
        var other = new Spent(1, Map.of("gateway", 1.0, "Kafka", 1.0), Map.of("rows", 1.0));

        assertThat(one.plus(other)).isEqualTo(new Spent(2, Map.of("gateway", 3.0, "Kafka", 1.0), Map.of("rows", 5.0)));
        assertThat(one.minus(other))
                .isEqualTo(new Spent(0, Map.of("gateway", 1.0, "Kafka", -1.0), Map.of("rows", 3.0)));
    }

    @Test
    void keepsTheNamedPartsAlone() {
        var spent = new Spent(1, Map.of("floor", 2.0, "pg tickets", 9.0), Map.of());

        assertThat(spent.of(Set.of("floor", "pg deskwire_cost")).cpu()).isEqualTo(Map.of("floor", 2.0));
    }
}
