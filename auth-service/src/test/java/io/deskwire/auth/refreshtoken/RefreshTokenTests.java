package io.deskwire.auth.refreshtoken;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.SessionId;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class RefreshTokenTests {
    private final SessionId session = new SessionId(Uuid7.next());
    private final byte[] key = new byte[32];

    @Test
    void readsBackWhatItIssued() {
        var token = RefreshToken.parse(RefreshToken.issue(session, 7, key)).orElseThrow();

        assertThat(token.session()).isEqualTo(session);
        assertThat(token.counter()).isEqualTo(7);
        assertThat(token.issuedFor(session, key)).isTrue();
    }

    @Test
    void isGoodForItsOwnSessionAndKeyAlone() {
        var token = RefreshToken.parse(RefreshToken.issue(session, 7, key)).orElseThrow();

        assertThat(token.issuedFor(new SessionId(Uuid7.next()), key)).isFalse();
        assertThat(token.issuedFor(session, new byte[] {1})).isFalse();
    }

    @Test
    void refusesEveryFlippedBit() {
        var bytes = Base64.getUrlDecoder().decode(RefreshToken.issue(session, 1, key));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            assertThat(RefreshToken.parse(
                            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                    .isEmpty();
            bytes[i] ^= 1;
        }
        assertThat(RefreshToken.parse("not base64 !")).isEmpty();
    }
}
