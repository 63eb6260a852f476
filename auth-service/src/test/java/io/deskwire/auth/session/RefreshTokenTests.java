package io.deskwire.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefreshTokenTests {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private static Session session(long counter) {
        return new Session(
                Uuid7.next(), new UserId(Uuid7.next()), null, "aal1", List.of(), new byte[32], counter, NOW, NOW, null);
    }

    @Test
    void readsBackWhatItIssued() {
        var session = session(7);

        var token = RefreshToken.parse(RefreshToken.issue(session)).orElseThrow();

        assertThat(token.session()).isEqualTo(session.id());
        assertThat(token.counter()).isEqualTo(7);
        assertThat(token.issuedFor(session)).isTrue();
        assertThat(token.issuedFor(session(7))).isFalse();
    }

    @Test
    void refusesEveryFlippedBit() {
        var bytes = Base64.getUrlDecoder().decode(RefreshToken.issue(session(1)));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            assertThat(RefreshToken.parse(
                            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                    .isEmpty();
            bytes[i] ^= 1;
        }
        assertThat(RefreshToken.parse("not base64 !")).isEmpty();
    }

    @Test
    void advancesRepeatsWithinTheWindowAndTakesTheRestForTheft() {
        var session = session(5);

        assertThat(session.present(5, NOW.plusSeconds(60), WINDOW)).isInstanceOf(Session.Refresh.Advance.class);
        assertThat(session.present(4, NOW.plusSeconds(9), WINDOW)).isInstanceOf(Session.Refresh.Repeat.class);
        assertThat(session.present(4, NOW.plusSeconds(10), WINDOW)).isInstanceOf(Session.Refresh.Theft.class);
        assertThat(session.present(3, NOW.plusSeconds(1), WINDOW)).isInstanceOf(Session.Refresh.Theft.class);
    }

    @Test
    void goesOnFromATokenNewerThanItsSession() {
        var restored = session(5);

        assertThat(restored.present(8, NOW.plusSeconds(60), WINDOW)).isInstanceOf(Session.Refresh.Advance.class);
        assertThat(restored.advanced(8, null, NOW).counter()).isEqualTo(9);
    }

    @Test
    void endsByItsTimeboxAndByInactivity() {
        var boxed = new Session(
                Uuid7.next(),
                new UserId(Uuid7.next()),
                null,
                "aal1",
                List.of(),
                new byte[32],
                1,
                NOW,
                NOW,
                NOW.plusSeconds(3600));

        assertThat(boxed.ended(NOW.plusSeconds(3599), Duration.ZERO)).isNull();
        assertThat(boxed.ended(NOW.plusSeconds(3600), Duration.ZERO)).isEqualTo(Session.End.TIMEBOX);
        assertThat(session(1).ended(NOW.plusSeconds(599), Duration.ofMinutes(10)))
                .isNull();
        assertThat(session(1).ended(NOW.plusSeconds(600), Duration.ofMinutes(10)))
                .isEqualTo(Session.End.INACTIVITY);
    }
}
