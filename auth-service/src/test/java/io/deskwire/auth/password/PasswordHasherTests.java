package io.deskwire.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.auth.platform.GoTrueException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class PasswordHasherTests {
    private static final String PASSWORD = "correct horse";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private PasswordHasher hasher = new PasswordHasher(properties(64, ""), meters);

    private static PasswordProperties properties(int waiting, String characters) {
        return new PasswordProperties(6, characters, waiting, false, false);
    }

    @AfterEach
    void stop() {
        hasher.stop();
    }

    private double work() {
        return meters.counter("deskwire.password.hashes").count();
    }

    @Test
    void makesArgon2idHashesThatAreNotOutdated() {
        var hash = hasher.hash(PASSWORD);

        assertThat(hash).startsWith("$argon2id$");
        assertThat(hasher.matches(PASSWORD, hash)).isTrue();
        assertThat(hasher.matches("wrong", hash)).isFalse();
        assertThat(hasher.outdated(hash)).isFalse();
    }

    @Test
    void checksBcryptHashesOfOtherSystems() {
        for (var version : BCryptPasswordEncoder.BCryptVersion.values()) {
            var hash = new BCryptPasswordEncoder(version, 4).encode(PASSWORD);

            assertThat(ImportedHash.supported(hash)).isTrue();
            assertThat(hasher.matches(PASSWORD, hash)).isTrue();
            assertThat(hasher.matches("wrong", hash)).isFalse();
            assertThat(hasher.outdated(hash)).isTrue();
        }
        // OpenBSD's own vector
        assertThat(hasher.matches("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"))
                .isTrue();
    }

    @Test
    void checksArgon2HashesOfOtherSystems() {
        var hash = String.valueOf(new Argon2PasswordEncoder(16, 32, 1, 1024, 1).encode(PASSWORD));

        assertThat(ImportedHash.supported(hash)).isTrue();
        assertThat(hasher.matches(PASSWORD, hash)).isTrue();
        assertThat(hasher.outdated(hash)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "$argon2id$v=19$m=4194304,t=3,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
                "$argon2id$v=19$m=65536,t=999,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
                "{sha256}0000"
            })
    void importsNothingElseAndNothingThatCostsTooMuch(String hash) {
        assertThat(ImportedHash.supported(hash)).isFalse();
    }

    @Test
    void doesTheSameWorkForNobody() {
        var hash = hasher.hash(PASSWORD);
        var before = work();
        hasher.matches("wrong", hash);
        var known = work() - before;

        hasher.matches("wrong", null);

        assertThat(work() - before - known).isEqualTo(known).isEqualTo(1);
    }

    @Test
    void checksGeneratedPasswordsQuicklyForWhoKnowsThem() {
        var hash = hasher.hashGenerated("random");

        assertThat(hasher.matches("random", hash)).isTrue();
        assertThat(hasher.outdated(hash)).isFalse();
        assertThat(work()).isZero();
        assertThat(hasher.matches("other", hash)).isFalse();
        assertThat(work()).isEqualTo(1);
    }

    @Test
    void doesTheWorkOfOneHashForAllGeneratedPasswordsOfAnAccount() {
        var present = hasher.hashGenerated("present");
        var previous = hasher.hashGenerated("previous");

        assertThat(hasher.matching("previous", List.of(present, previous))).isEqualTo(previous);
        assertThat(work()).isZero();
        assertThat(hasher.matching("other", List.of(present, previous))).isNull();
        assertThat(work()).isEqualTo(1);
    }

    @Test
    void shedsLoadInsteadOfQueueingWithoutEnd() {
        hasher.stop();
        hasher = new PasswordHasher(properties(2, ""), meters);
        var codes = new ConcurrentLinkedQueue<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 50)
                    .forEach(_ -> threads.submit(() -> {
                        try {
                            hasher.matches(PASSWORD, null);
                            codes.add("done");
                        } catch (GoTrueException refusal) {
                            codes.add(refusal.status() + " " + refusal.code());
                        }
                    }));
        }

        assertThat(codes).hasSize(50).contains("done", "429 over_request_rate_limit");
    }

    @Test
    void asksForLengthAndCharacters() {
        var policy = new PasswordPolicy(properties(1, "abc:123"));

        assertThat(policy.weakness("xyz"))
                .isEqualTo(new PasswordPolicy.Weakness(
                        "Password should be at least 6 characters. Password should contain at least one character of each: abc, 123.",
                        java.util.List.of("length", "characters")));
        assertThat(policy.weakness("abcdef")).isNotNull();
        assertThat(policy.weakness("abcde1")).isNull();
        assertThatThrownBy(() -> policy.require("abcdef")).isInstanceOf(GoTrueException.class);
    }
}
