package io.deskwire.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FactorSecretsTests {
    private static final String OLD = "the key of last year, no secret";
    private static final String NEW = "the key of this year, no secret";
    private static final byte[] SECRET = {1, 2, 3, 4};
    private final UUID factor = UUID.randomUUID();

    @Test
    void opensWhatItSealedAndNeverSealsAlike() {
        var secrets = secrets(NEW);
        var sealed = secrets.seal(factor, SECRET);

        assertThat(secrets.open(factor, sealed)).isEqualTo(SECRET);
        assertThat(secrets.seal(factor, SECRET)).isNotEqualTo(sealed);
    }

    @Test
    void opensWithAnOlderKeyThatIsStillListed() {
        var sealed = secrets(OLD).seal(factor, SECRET);

        assertThat(secrets(NEW, OLD).open(factor, sealed)).isEqualTo(SECRET);
        assertThatIllegalStateException()
                .isThrownBy(() -> secrets(NEW).open(factor, sealed))
                .withMessageContaining("DESKWIRE_ENCRYPTION_KEY");
    }

    @Test
    void opensNoSecretOfAnotherFactor() {
        var secrets = secrets(NEW);
        var sealed = secrets.seal(factor, SECRET);

        assertThatIllegalStateException().isThrownBy(() -> secrets.open(UUID.randomUUID(), sealed));
    }

    @Test
    void refusesAKeyThatCouldBeGuessed() {
        assertThatIllegalArgumentException().isThrownBy(() -> secrets("secret"));
    }

    private static FactorSecrets secrets(String... keys) {
        return new FactorSecrets(new MfaProperties(List.of(keys), 10, Duration.ofMinutes(5), Duration.ofMinutes(5)));
    }
}
