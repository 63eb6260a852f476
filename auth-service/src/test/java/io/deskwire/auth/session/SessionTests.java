package io.deskwire.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.refreshtoken.Rotation;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionTests {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static Session session(@Nullable Instant notAfter) {
        return new Session(
                new SessionId(Uuid7.next()),
                new UserId(Uuid7.next()),
                null,
                "aal1",
                List.of(),
                new byte[32],
                Rotation.begun(NOW),
                NOW,
                notAfter);
    }

    @Test
    void endsByItsTimebox() {
        var boxed = session(NOW.plusSeconds(3600));

        assertThat(boxed.ended(NOW.plusSeconds(3599), Duration.ZERO)).isNull();
        assertThat(boxed.ended(NOW.plusSeconds(3600), Duration.ZERO)).isEqualTo(Session.End.TIMEBOX);
    }

    @Test
    void endsByInactivity() {
        assertThat(session(null).ended(NOW.plusSeconds(599), Duration.ofMinutes(10)))
                .isNull();
        assertThat(session(null).ended(NOW.plusSeconds(600), Duration.ofMinutes(10)))
                .isEqualTo(Session.End.INACTIVITY);
    }
}
