package io.deskwire.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;

class MailBackOffTests {
    /// A quarter more or less, so that what failed together does not come again together.
    @RepeatedTest(10)
    void waitsLongerEachTimeAndAQuarterOfAnHourAtMost() {
        assertThat(MailWorker.waitAfter(1)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2500));
        assertThat(MailWorker.waitAfter(2)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(10));
        assertThat(MailWorker.waitAfter(3)).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(40));
        assertThat(MailWorker.waitAfter(500)).isBetween(Duration.ofSeconds(675), Duration.ofMinutes(15));
    }
}
