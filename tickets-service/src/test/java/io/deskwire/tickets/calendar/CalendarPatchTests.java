package io.deskwire.tickets.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.json.WireJson;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.tickets.calendar.Calendar.Details;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class CalendarPatchTests {
    private static ObjectNode body(String week, String holidays) {
        return WireJson.mapper().readValue("""
                {"name": "Berlin", "time_zone": "Europe/Berlin", "week": %s, "holidays": %s}
                """.formatted(week, holidays), ObjectNode.class);
    }

    @Test
    void readsWhatItShows() {
        var details = CalendarPatch.ofNew(
                        body(
                                "{\"mon\":[[\"13:00\",\"24:00\"],[\"09:00\",\"13:00\"]]}",
                                "[{\"date\":\"2027-01-01\",\"name\":\"New Year\"},{\"date\":\"2026-12-25\",\"name\":\"Christmas\"}]"))
                .applied(Details.blank());

        var json = WireJson.mapper().valueToTree(details);

        assertThat(json.get("time_zone").asString()).isEqualTo("Europe/Berlin");
        assertThat(json.get("week").toString())
                .isEqualTo("{\"mon\":[[\"09:00\",\"13:00\"],[\"13:00\",\"24:00\"]],\"tue\":[],\"wed\":[],\"thu\":[],"
                        + "\"fri\":[],\"sat\":[],\"sun\":[]}");
        assertThat(json.get("holidays").toString())
                .isEqualTo("[{\"date\":\"2026-12-25\",\"name\":\"Christmas\"},"
                        + "{\"date\":\"2027-01-01\",\"name\":\"New Year\"}]");
        assertThat(CalendarPatch.of((ObjectNode) json).applied(Details.blank())).isEqualTo(details);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                        | week        | an object is expected
            {"monday":[]}                             | week        | 'monday' is no day
            {"mon":{}}                                | week.mon    | an array
            {"mon":[["09:00"]]}                       | week.mon[0] | two times
            {"mon":[["9:00","17:00"]]}                | week.mon[0] | two times
            {"mon":[["09:00","24:01"]]}               | week.mon[0] | two times
            {"mon":[["09:00","25:00"]]}               | week.mon[0] | two times
            {"mon":[[9,17]]}                          | week.mon[0] | two times
            {"mon":["09:00","17:00"]}                 | week.mon[0] | two times
            {"mon":[["22:00","06:00"]]}               | week.mon[0] | does not end after it begins
            {"mon":[["09:00","09:00"]]}               | week.mon[0] | does not end after it begins
            {"mon":[["09:00","12:00"],["11:59","13:00"]]} | week.mon | overlap
            {"mon":[["09:00","17:00"],["10:00","11:00"]]} | week.mon | overlap
            """)
    void refusesAWeekThatIsNone(String week, String field, String message) {
        assertThatThrownBy(() -> CalendarPatch.of(body(week, "[]")))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        refusal -> assertThat(refusal.details().get("errors").toString())
                                .contains("field=" + field + ",", message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                | holidays         | an array is expected
            null                                              | holidays         | an array is expected
            ["2026-12-25"]                                    | holidays[0]      | an object with date and name
            [{"date":"2026-12-25"}]                           | holidays[0].name | must not be empty
            [{"date":"25.12.2026","name":"x"}]                | holidays[0].date | a day is expected
            [{"date":"2026-02-29","name":"x"}]                | holidays[0].date | a day is expected
            [{"date":"2026-12-25","name":"x","half":true}]    | holidays[0]      | nothing else
            [{"date":"2026-12-25","name":"x"},{"date":"2026-12-25","name":"y"}] | holidays[1].date | twice
            """)
    void refusesHolidaysThatAreNone(String holidays, String field, String message) {
        assertThatThrownBy(() -> CalendarPatch.of(body("{}", holidays)))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        refusal -> assertThat(refusal.details().get("errors").toString())
                                .contains("field=" + field + ",", message));
    }

    @Test
    void tenThousandHolidaysAreTooMany() {
        var many = IntStream.range(0, 10_000)
                .mapToObj("{\"date\":\"2026-12-25\",\"name\":\"%d\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));

        assertThatThrownBy(() -> CalendarPatch.of(body("{}", many)))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        refusal -> assertThat(refusal.details().get("errors").toString())
                                .contains("has 10000 items (expected: at most 400)"));
    }
}
