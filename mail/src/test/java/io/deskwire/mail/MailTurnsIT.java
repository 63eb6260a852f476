package io.deskwire.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.digest.Sha256;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@NotesTest
class MailTurnsIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final String address = UUID.randomUUID() + "@example.com";

    @Autowired
    MailTurns turns;

    @Autowired
    TurnRepository kept;

    @Autowired
    MailSweep sweep;

    @Autowired
    MutableClock clock;

    @Autowired
    SystemAccess system;

    private @Nullable Duration take(Note kind, String to) {
        return system.call("test", () -> turns.take(kind, to, MINUTE));
    }

    private @Nullable Instant kept(Note kind) {
        return system.call("test", () -> kept.last(Sha256.of(address), kind));
    }

    @Test
    void givesAnAddressOneTurnOfAKindInAnInterval() {
        assertThat(take(Note.WELCOME, address)).isNull();
        assertThat(take(Note.REMINDER, address)).isNull();
        clock.advance(Duration.ofSeconds(20));
        assertThat(take(Note.WELCOME, " " + address.toUpperCase(Locale.ROOT))).isEqualTo(Duration.ofSeconds(40));

        sweep.sweep();
        assertThat(take(Note.WELCOME, address)).isEqualTo(Duration.ofSeconds(40));
        clock.advance(Duration.ofSeconds(40));
        assertThat(take(Note.WELCOME, address)).isNull();
    }

    @Test
    void forgetsAfterADay() {
        assertThat(take(Note.WELCOME, address)).isNull();
        clock.advance(Duration.ofDays(1));
        sweep.sweep();
        assertThat(kept(Note.WELCOME)).isNotNull();

        clock.advance(Duration.ofSeconds(1));
        sweep.sweep();
        assertThat(kept(Note.WELCOME)).isNull();
    }

    @Test
    void givesItToOneOfMany() {
        var waits = new ConcurrentLinkedQueue<Boolean>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 6).forEach(_ -> threads.submit(() -> waits.add(take(Note.WELCOME, address) == null)));
        }

        assertThat(waits).hasSize(6);
        assertThat(Collections.frequency(waits, true)).isOne();
    }

    @Test
    void refusesAnIntervalLongerThanItRemembers() {
        assertThatThrownBy(() -> system.run("test", () -> turns.take(Note.WELCOME, address, Duration.ofHours(25))))
                .hasMessageContaining("PT25H");
    }
}
