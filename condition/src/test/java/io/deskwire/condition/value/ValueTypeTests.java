package io.deskwire.condition.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ValueTypeTests {
    @Test
    void ordersUuidsAsPostgresDoes() {
        assertThat(ValueType.ID.compare(new UUID(-1, 0), new UUID(1, 0))).isPositive();
        assertThat(ValueType.ID.compare(new UUID(1, -1), new UUID(1, 1))).isPositive();
        assertThat(ValueType.ID.read("0198F3A0-0000-7000-8000-00000000ABCD"))
                .isEqualTo(ValueType.ID.read("0198f3a0-0000-7000-8000-00000000abcd"));
        assertThat(ValueType.ID.read("1-1-1-1-1")).isEmpty();
    }

    @Test
    void ordersTextsByCharacter() {
        assertThat(List.of("😀", "\uffee", "a", "", "ab", "😁").stream().sorted(ValueType.TEXT::compare))
                .containsExactly("", "a", "ab", "\uffee", "😀", "😁");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T10:00:00Z",
                "2026-11-21 10:00:00",
                "2026-11-21t11:00:00.0000004+01:00",
                "2026-11-21 10:00:00+00"
            })
    void readsTimesAsPostgresDoesInUtc(String text) {
        assertThat(ValueType.TIME.read(text)).hasToString("Optional[2026-11-21T10:00:00Z]");
    }

    @Test
    void comparesNumbersByWhatTheyAre() {
        var one = ValueType.NUMBER.read("1.0").orElseThrow();
        assertThat(ValueType.NUMBER.same(one, ValueType.NUMBER.read("1e0").orElseThrow()))
                .isTrue();
        assertThat(ValueType.NUMBER.read("0x1")).isEmpty();
        assertThat(ValueType.WHOLE.read("9223372036854775808")).isEmpty();
    }

    @Test
    void comparesDocumentsByTheirValues() {
        var one = ValueType.JSON.read("{\"a\":1.0,\"b\":[2]}").orElseThrow();
        assertThat(ValueType.JSON.same(
                        one, ValueType.JSON.read("{\"b\":[2.0],\"a\":1}").orElseThrow()))
                .isTrue();
        assertThat(ValueType.JSON.same(one, ValueType.JSON.read("{\"a\":1}").orElseThrow()))
                .isFalse();
        assertThat(ValueType.JSON.read("{")).isEmpty();
    }

    @Test
    void readsNothingFromWhatIsAbsent() {
        var row = JsonMapper.shared().readTree("{\"a\":null,\"b\":{}}");
        assertThat(ValueType.TEXT.read(row.path("a"))).isEmpty();
        assertThat(ValueType.TEXT.read(row.path("b"))).isEmpty();
        assertThat(ValueType.TEXTS.read(row.path("c"))).isEmpty();
    }

    @Test
    @Timeout(5)
    void givesUpOnAPatternThatTakesTooLong() {
        assertThat(TextPattern.regex("(a+)+$", false).matches("a".repeat(40) + "b"))
                .isFalse();
        assertThat(TextPattern.like("%a_\\%", true).matches("xAb%")).isTrue();
        assertThat(TextPattern.like("a%", false).matches("xa")).isFalse();
    }

    @Test
    void foldsEachCharacterByItself() {
        assertThat(CaseFolding.of("ΣΑΣ İ 😀")).isEqualTo("σασ i 😀");
    }
}
