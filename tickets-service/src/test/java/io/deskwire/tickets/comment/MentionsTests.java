package io.deskwire.tickets.comment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom a body names.
class MentionsTests {
    private static final UUID ANN = UUID.fromString("0198f3a0-0000-7000-8000-000000000002");
    private static final UUID BOB = UUID.fromString("0198f3a0-0000-7000-8000-000000000003");

    @Test
    void areInTheOrderOfTheBodyEachOnce() {
        assertThat(Mentions.named("Ask @[user:%s], then @[user:%s]; not (@[user:%s])".formatted(BOB, ANN, BOB)))
                .containsExactly(BOB, ANN);
        assertThat(Mentions.named("@[user:%s]".formatted(ANN.toString().toUpperCase(Locale.ROOT))))
                .containsExactly(ANN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "user:0198f3a0-0000-7000-8000-000000000002",
                "@user:0198f3a0-0000-7000-8000-000000000002",
                "@[user:me]",
                "@[user:0198f3a0000070008000000000000002]",
                "@[user: 0198f3a0-0000-7000-8000-000000000002]",
                "@[team:0198f3a0-0000-7000-8000-000000000002]",
                "@[user:------------------------------------]"
            })
    void areOfOneFormOnly(String body) {
        assertThat(Mentions.named(body)).isEmpty();
    }
}
