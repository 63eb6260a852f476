package io.deskwire.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefreshTokenTests {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static Session session(long counter) {
        return session(new Rotation(counter, NOW, List.of()), null);
    }

    private static Session session(Rotation rotation, @Nullable Instant notAfter) {
        return new Session(
                Uuid7.next(), new UserId(Uuid7.next()), null, "aal1", List.of(), new byte[32], rotation, NOW, notAfter);
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
    void endsByItsTimeboxAndByInactivity() {
        var boxed = session(new Rotation(1, NOW, List.of()), NOW.plusSeconds(3600));

        assertThat(boxed.ended(NOW.plusSeconds(3599), Duration.ZERO)).isNull();
        assertThat(boxed.ended(NOW.plusSeconds(3600), Duration.ZERO)).isEqualTo(Session.End.TIMEBOX);
        assertThat(session(1).ended(NOW.plusSeconds(599), Duration.ofMinutes(10)))
                .isNull();
        assertThat(session(1).ended(NOW.plusSeconds(600), Duration.ofMinutes(10)))
                .isEqualTo(Session.End.INACTIVITY);
    }
}
