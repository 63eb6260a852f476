package io.deskwire.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

class Argon2idTests {
    private final Argon2id argon2 = new Argon2id();
    private final Argon2PasswordEncoder spring = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();

    @ParameterizedTest
    @ValueSource(strings = {"correct horse battery staple", "Grüße, 世界 🗝", "x"})
    void readsWhatSpringsEncoderMakesAndTheOtherWayRound(String password) {
        assertThat(argon2.matches(password, spring.encode(password))).isTrue();
        assertThat(spring.matches(password, argon2.encode(password))).isTrue();
        assertThat(argon2.matches(password + " ", spring.encode(password))).isFalse();
        assertThat(spring.upgradeEncoding(argon2.encode(password))).isFalse();
    }

    @Test
    void makesAnotherHashEachTimeInTheSameMemory() {
        var first = argon2.encode("the same password");
        var second = argon2.encode("the same password");

        assertThat(first).isNotEqualTo(second);
        assertThat(argon2.matches("the same password", first)).isTrue();
        assertThat(argon2.matches("the same password", second)).isTrue();
    }

    @Test
    void readsOtherParametersAndWantsThemMadeAnew() {
        var weak = new Argon2PasswordEncoder(16, 24, 2, 4096, 1).encode("imported");

        assertThat(argon2.matches("imported", weak)).isTrue();
        assertThat(argon2.matches("another", weak)).isFalse();
        assertThat(argon2.upgradeEncoding(weak)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=16384,t=2,p=1$",
                "$argon2id$v=19$m=16384,t=2,p=1$!!$??",
                "$argon2id$v=19$m=16384,t=2,p=1$c2FsdHNhbHQ$",
                "plain"
            })
    void whatIsNoHashMatchesNothing(String broken) {
        assertThat(argon2.matches("anything", broken)).isFalse();
    }
}
