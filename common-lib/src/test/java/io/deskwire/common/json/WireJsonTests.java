package io.deskwire.common.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.identity.UserId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class WireJsonTests {
    private static final JsonMapper JSON = WireJson.mapper();

    private enum Colour {
        DARK_BLUE
    }

    private record Everything(
            @Nullable String text,
            @Nullable Integer whole,
            @Nullable Long count,
            int number,
            @Nullable Double share,
            @Nullable Boolean flag,
            boolean bit,
            @Nullable Instant at,
            @Nullable UUID id,
            @Nullable UserId user,
            @Nullable Colour colour,
            @Nullable List<String> texts,
            @Nullable Map<String, Object> free) {}

    private static Everything read(String json) {
        return JSON.readValue(json, Everything.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"whole\":1.9}",
                "{\"whole\":1.0}",
                "{\"whole\":\"5\"}",
                "{\"whole\":true}",
                "{\"count\":1.5}",
                "{\"count\":\"5\"}",
                "{\"number\":1.5}",
                "{\"number\":\"5\"}",
                "{\"share\":\"0.5\"}",
                "{\"text\":5}",
                "{\"text\":1.5}",
                "{\"text\":true}",
                "{\"texts\":[5]}",
                "{\"flag\":1}",
                "{\"flag\":9223372036854775808}",
                "{\"flag\":\"true\"}",
                "{\"bit\":0}",
                "{\"bit\":\"false\"}",
                "{\"colour\":0}",
                "{\"colour\":\"0\"}",
                "{\"at\":1895309432}",
                "{\"at\":1895309432.5}",
                "{\"at\":\"1895309432\"}",
                "{\"at\":\"2026-11-22\"}",
                "{\"at\":true}",
                "{\"id\":5}",
                "{\"user\":5}"
            })
    void refusesAValueOfAnotherType(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"whole", "count", "number", "share", "flag", "bit", "at", "id", "user", "colour", "texts", "free"
            })
    void refusesABlankTextWhereNoTextIsExpected(String field) {
        assertThatThrownBy(() -> read("{\"%s\":\"\"}".formatted(field))).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> read("{\"%s\":\" \"}".formatted(field))).isInstanceOf(JacksonException.class);
    }

    @Test
    void readsWhatFits() {
        var id = UUID.randomUUID();

        var read = read("""
                {"text": "", "whole": 2147483647, "count": 9223372036854775807, "number": -1, "share": 1,
                 "flag": false, "bit": true, "at": "2026-11-22T10:00:00.123456+00:00", "id": "%s", "user": "%s",
                 "colour": "dark_blue", "texts": ["a"], "free": {"a": 1, "b": 1.5, "c": true, "d": ""}}
                """.formatted(id, id));

        assertThat(read)
                .isEqualTo(new Everything(
                        "",
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        -1,
                        1.0,
                        false,
                        true,
                        Instant.parse("2026-11-22T10:00:00.123456Z"),
                        id,
                        new UserId(id),
                        Colour.DARK_BLUE,
                        List.of("a"),
                        Map.of("a", 1, "b", new BigDecimal("1.5"), "c", true, "d", "")));
    }

    @Test
    void namesEveryUnknownField() {
        assertThatThrownBy(() -> read("{\"foo\":{\"whole\":1},\"whole\":1,\"bar\":[2],\"text\":\"a\",\"foo\":2}"))
                .isInstanceOfSatisfying(
                        UnknownFieldsException.class,
                        unknown -> assertThat(unknown.names()).containsExactly("foo", "bar"));
    }

    @Test
    void takesNullForNotGiven() {
        assertThat(read("{\"at\":null,\"whole\":null,\"flag\":null,\"id\":null,\"text\":null,\"bit\":null}"))
                .isEqualTo(read("{}"));
    }

    @Test
    void writesInstantsInUtcWithMilliseconds() {
        assertThat(JSON.writeValueAsString(Instant.parse("2026-11-22T12:00:00+02:00")))
                .isEqualTo("\"2026-11-22T10:00:00.000Z\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678901234567890.12",
                "12345678901234567890123456789",
                "0.1",
                "1.50",
                "-0.000000000000000000001",
                "100.00"
            })
    void keepsEveryDigitOfANumberInADocument(String number) {
        var json = "{\"n\":%s}".formatted(number);

        assertThat(JSON.writeValueAsString(JSON.readTree(json))).isEqualTo(json);
        assertThat(JSON.writeValueAsString(JSON.readValue(json, Map.class))).isEqualTo(json);
    }

    @Test
    void writesNumbersOutAsTheDatabaseDoes() {
        assertThat(JSON.writeValueAsString(JSON.readTree("[1e3,1.5E-7,1e309]")))
                .isEqualTo("[1000,0.00000015,1" + "0".repeat(309) + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e1000000",
                "1e-1000000",
                "0e-1000000",
                "1e-1000",
                "1.5e-999",
                "1e2147483647",
                "-1e1001",
                "NaN",
                "Infinity"
            })
    void refusesNumbersThatWouldNotBeKept(String number) {
        assertThatThrownBy(() -> JSON.readTree("{\"n\":%s}".formatted(number))).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> JSON.readValue("{\"n\":%s}".formatted(number), Map.class))
                .isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> read("{\"free\":{\"n\":[%s]}}".formatted(number)))
                .isInstanceOf(JacksonException.class);
    }

    /// Whatever is taken can be read again as it is written then.
    @ParameterizedTest
    @ValueSource(strings = {"1e-999", "1.5e-998", "-1e999", "0e-999"})
    void readsTheLongestNumbersAgain(String number) {
        var written = JSON.writeValueAsString(JSON.readTree("[%s]".formatted(number)));
        assertThat(JSON.readTree(written).get(0).decimalValue()).isEqualByComparingTo(number);
    }

    @Test
    void refusesWholeNumbersThatAreTooLong() {
        assertThatThrownBy(() -> JSON.readTree("[" + "1".repeat(1_001) + "]")).isInstanceOf(JacksonException.class);
    }

    @Test
    void documentsThatArePassedOnDoNotGrow() {
        var documents = WireJson.documents();

        assertThat(documents.writeValueAsString(documents.readTree("[1e-999,1.50,0.10,12345678901234567890.123]")))
                .isEqualTo("[1E-999,1.50,0.10,12345678901234567890.123]");
    }
}
