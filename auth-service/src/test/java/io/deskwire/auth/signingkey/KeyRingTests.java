package io.deskwire.auth.signingkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import io.deskwire.auth.signingkey.SigningKeyProperties.Algorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTests {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final SigningKey old = key(Instant.parse("2026-11-01T00:00:00Z"));
    private final SigningKey fresh = key(NOON);
    private final KeyRing ring = new KeyRing(List.of(fresh, old));

    private static SigningKey key(Instant activatesAt) {
        return new SigningKey(KeyMaterial.generate(Algorithm.ES256), activatesAt, activatesAt);
    }

    @Test
    void signsWithTheOldKeyUntilTheNewOneIsActive() {
        assertThat(ring.active(NOON.minusMillis(1))).isSameAs(old);
        assertThat(ring.active(NOON)).isSameAs(fresh);
        assertThat(ring.hasPending(NOON.minusMillis(1))).isTrue();
    }

    @Test
    void publishesTheNewKeyBeforeItSignsAndTheOldOneUntilItsLastTokenEnded() {
        assertThat(ring.verifying(NOON.minus(HOUR), HOUR)).containsExactly(old, fresh);
        assertThat(ring.verifying(NOON.plus(HOUR).plusSeconds(59), HOUR)).containsExactly(old, fresh);
        assertThat(ring.verifying(NOON.plus(HOUR).plusSeconds(60), HOUR)).containsExactly(fresh);
        assertThat(ring.verifying(NOON.plus(Duration.ofDays(900)), HOUR)).containsExactly(fresh);
    }

    @Test
    void publishesNoPrivateHalfAndNoSecret() {
        for (var algorithm : Algorithm.values()) {
            var key = new SigningKey(KeyMaterial.generate(algorithm), NOON, NOON);

            assertThat(key.algorithm()).isEqualTo(JWSAlgorithm.parse(algorithm.name()));
            assertThat(key.published().isPrivate()).isFalse();
            assertThat(key.published().toJSONObject()).doesNotContainKeys("d", "p", "q", "k");
            assertThat(key.published().toJSONString()).contains("\"key_ops\":[\"verify\"]");
        }
    }

    @Test
    void takesConfiguredKeysOfWhichExactlyOneSigns() throws Exception {
        var signing = KeyMaterial.generate(Algorithm.RS256);
        var other = KeyMaterial.generate(Algorithm.ES256).toPublicJWK();
        var verifying = new com.nimbusds.jose.jwk.ECKey.Builder(other.toECKey())
                .keyOperations(java.util.Set.of(com.nimbusds.jose.jwk.KeyOperation.VERIFY))
                .build();

        var configured = KeyMaterial.configured(
                new JWKSet(List.of(signing, verifying)).toString(false).replaceFirst("^\\{\"keys\":(.*)}$", "$1"));

        assertThat(configured.active(NOON).jwk().getKeyID()).isEqualTo(signing.getKeyID());
        assertThat(configured.keys()).hasSize(2);
        assertThatThrownBy(() -> KeyMaterial.configured("[" + verifying.toJSONString() + "]"))
                .hasMessageContaining("0 keys with key_ops sign");
    }
}
