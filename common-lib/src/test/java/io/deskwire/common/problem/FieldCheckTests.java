package io.deskwire.common.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.json.WireJson;
import io.deskwire.common.problem.Problem.FieldError;
import io.deskwire.common.problem.Problem.Malformed;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class FieldCheckTests {
    private enum Colour {
        RED,
        DARK_BLUE
    }

    private final FieldCheck check = new FieldCheck();

    @Test
    void namesEveryBadFieldAtOnce() {
        check.text("subject", " ", 10);
        check.text("title", "x".repeat(11), 10);
        check.oneOf("colour", "green", Colour.class, Colour.RED);
        check.range("count", 0, 1, 5, 1);
        check.id("id", "nonsense");
        check.texts("tags", Arrays.asList("a", null), 5, 5);
        check.object("data", JsonMapper.shared().readTree("[1]"), 100);
        check.optionalInstant("at", Instant.MAX);
        check.optionalInstant("since", "yesterday");

        assertThatThrownBy(check::done)
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(
                                        (Iterable<?>) malformed.details().get("errors"))
                                .extracting(error -> ((FieldError) error).field())
                                .containsExactly(
                                        "subject", "title", "colour", "count", "id", "tags", "data", "at", "since"));
    }

    @Test
    void returnsParsedValuesAndFallbacks() {
        assertThat(check.text("a", "  x ", 5)).isEqualTo("x");
        assertThat(check.oneOf("b", "dark_blue", Colour.class, Colour.RED)).isEqualTo(Colour.DARK_BLUE);
        assertThat(check.oneOf("b", null, Colour.class, Colour.RED)).isEqualTo(Colour.RED);
        assertThat(check.optionalOneOf("b", "red", Colour.class)).isEqualTo(Colour.RED);
        assertThat(check.optionalOneOf("b", null, Colour.class)).isNull();
        assertThat(check.range("c", null, 1, 5, 3)).isEqualTo(3);
        assertThat(check.texts("d", null, 5, 5)).isEqualTo(List.of());
        assertThat(check.optionalInstant("s", "2026-01-01T00:00:00Z")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(check.optionalInstant("e", Instant.parse("2026-01-01T00:00:00.123456Z")))
                .isEqualTo("2026-01-01T00:00:00.123Z");
        check.done();
    }

    /// A subject of these alone looks empty: blanks, what joins or marks, and letters that show nothing.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00a0",
                "\u200b",
                "\u3000 \u2028",
                "\ufeff",
                "\u202e\u2066",
                "\u3164",
                "\u2800",
                "\ufe0f",
                "\u0007"
            })
    void refusesTextsOfWhichNothingCanBeSeen(String text) {
        assertThat(check.text("a", text, 10)).isEmpty();
        assertThat(check.prose("b", text, 10)).isEmpty();

        assertThatThrownBy(check::done).isInstanceOf(Malformed.class);
    }

    @Test
    void countsCodePointsAsJsonSchemaDoes() {
        assertThat(check.text("a", "\ud83d\ude00".repeat(10), 10)).hasSize(20);
        assertThat(check.optionalText("b", "\ud83d\ude00".repeat(10), 10)).hasSize(20);
        check.done();

        check.text("c", "\ud83d\ude00".repeat(11), 10);
        assertThatThrownBy(check::done).isInstanceOf(Malformed.class);
    }

    @Test
    void keepsTheBlanksOfProse() {
        assertThat(check.prose("a", "    code\n", 20)).isEqualTo("    code\n");
        assertThat(check.optionalProse("b", "\tcode ", 20)).isEqualTo("\tcode ");
        check.done();
    }

    @Test
    void takesEveryInstantOfTheYears1970To9999() {
        assertThat(check.optionalInstant("a", "9999-12-31T23:59:59Z")).isEqualTo("9999-12-31T23:59:59Z");
        assertThat(check.optionalInstant("b", "9999-12-31T23:59:59.999999Z")).isEqualTo("9999-12-31T23:59:59.999Z");
        assertThat(check.optionalInstant("c", Instant.EPOCH)).isEqualTo(Instant.EPOCH);
        check.done();

        check.optionalInstant("d", Instant.parse("+10000-01-01T00:00:00Z"));
        assertThatThrownBy(check::done).isInstanceOf(Malformed.class);
    }

    @Test
    void countsNumbersAsTheDatabaseWritesThem() {
        check.object("a", WireJson.mapper().readTree("{\"a\":1e300}"), 100);

        assertThatThrownBy(check::done).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesNulWhichPostgresCannotStore() {
        check.text("a", "x\0y", 10);
        check.object("b", JsonMapper.shared().readTree("{\"a\":\"\\u0000\"}"), 100);

        assertThatThrownBy(check::done).hasMessageContaining("contract");
    }
}
