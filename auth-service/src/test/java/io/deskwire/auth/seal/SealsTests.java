package io.deskwire.auth.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.deskwire.auth.seal.Seals.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SealsTests {
    private static final String OLD = "the key of last year, no secret";
    private static final String NEW = "the key of this year, no secret";
    private static final byte[] SECRET = "what nobody may read".getBytes(StandardCharsets.UTF_8);

    @Test
    void opensWhatItSealedAndNeverSealsAlike() {
        var seals = Seals.with(NEW);
        var sealed = seals.seal(Kind.SECOND_FACTOR, "here", SECRET);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("nobody");
        assertThat(seals.open(Kind.SECOND_FACTOR, "here", sealed)).isEqualTo(SECRET);
        assertThat(seals.seal(Kind.SECOND_FACTOR, "here", SECRET)).isNotEqualTo(sealed);
    }

    @Test
    void opensWithAnOlderKeyThatIsStillListed() {
        var sealed = Seals.with(OLD).seal(Kind.SECOND_FACTOR, "here", SECRET);

        assertThat(Seals.with(NEW, OLD).open(Kind.SECOND_FACTOR, "here", sealed))
                .isEqualTo(SECRET);
        assertThatIllegalStateException()
                .isThrownBy(() -> Seals.with(NEW).open(Kind.SECOND_FACTOR, "here", sealed))
                .withMessageContaining("DESKWIRE_ENCRYPTION_KEY");
    }

    @Test
    void opensNothingOfAnotherPlaceOrKind() {
        var seals = Seals.with(NEW);
        var sealed = seals.seal(Kind.SECOND_FACTOR, "here", SECRET);

        assertThatIllegalStateException().isThrownBy(() -> seals.open(Kind.SECOND_FACTOR, "there", sealed));
        assertThatIllegalStateException().isThrownBy(() -> seals.open(Kind.PROVIDER_TOKEN, "here", sealed));
    }

    @Test
    void refusesAKeyThatCouldBeGuessedAndDoesWithoutAny() {
        assertThatIllegalArgumentException().isThrownBy(() -> Seals.with("secret"));
        assertThat(Seals.with().available()).isFalse();
        assertThat(Seals.with("").available()).isFalse();
        assertThat(Seals.with(NEW).available()).isTrue();
    }
}
