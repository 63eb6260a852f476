package io.deskwire.common.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StampTests {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final UserId ANN = new UserId(UUID.fromString("0199a2b0-0000-7000-8000-00000000000a"));

    @Test
    void keepsItsMakerAndNamesTheLastToChange() {
        var made = Stamp.first(Actor.user(ANN), NOON);
        assertThat(made).isEqualTo(new Stamp(1, ANN, ANN, NOON, NOON));

        var later = NOON.plusSeconds(60);
        assertThat(made.next(Actor.system("sla-sweep"), later)).isEqualTo(new Stamp(2, ANN, null, NOON, later));
    }
}
