package io.deskwire.notification.realtime.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.contracts.event.EventType.Change;
import io.deskwire.notification.realtime.protocol.FrameCodec;
import io.deskwire.notification.realtime.protocol.MalformedFrameException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeBindingTests {
    private static ChangeBinding binding(String asked) throws MalformedFrameException {
        return ChangeBinding.of(1, FrameCodec.JSON.readTree(asked));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"schema":"private","table":"tickets"}                           | there is no schema private
                    {"schema":"public","table":"todos"}                              | there is no table todos in schema public
                    {"schema":"public","table":""}                                   | there is no table
                    {"schema":"*","table":"revocations"}                             | there is no table revocations
                    7                                                                | a binding is an object
                    null                                                             | a binding is an object
                    "tickets"                                                        | a binding is an object
                    {"event":"TRUNCATE","table":"tickets"}                           | unknown event: TRUNCATE
                    {"table":"tickets","filter":"colour=eq.red"}                     | table tickets has no column colour
                    {"table":"tickets","filter":{"status":"open"}}                   | filter is no text
                    {"table":"*","filter":"colour=eq.red"}                           | the filter fits no table
                    {"table":7}                                                      | table is no text
                    {"table":"tickets","select":["id","colour"]}                     | table tickets has no column colour
                    {"table":"tickets","select":"id,colour"}                         | table tickets has no column colour
                    {"table":"tickets","select":["id",7]}                            | select is no list of columns
                    {"table":"tickets","select":{"id":true}}                         | select is no list of columns
                    {"table":"*","select":["id"]}                                    | select needs the name of one table
                    """)
    void whatCanNeverMatchIsRefusedWithItsReason(String asked, String reason) {
        assertThatThrownBy(() -> binding(asked))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"*\",\"schema\":\"public\"}",
                "{\"event\":\"*\",\"schema\":\"*\"}",
                "{\"event\":\"INSERT\",\"schema\":\"*\",\"table\":\"*\"}",
                "{\"table\":\"tickets\",\"filter\":null,\"select\":null}",
                "{\"schema\":\"*\",\"table\":\"tickets\"}"
            })
    void starsAndOmissionsStayAsTheyWere(String asked) throws Exception {
        var row = FrameCodec.JSON.readTree("{\"id\":\"x\"}");

        assertThat(binding(asked).matches(Change.INSERT, "tickets", row)).isTrue();
    }

    @Test
    void aFilterOfEveryTableHoldsWhereTheTableHasTheColumn() throws Exception {
        var binding = binding("{\"table\":\"*\",\"filter\":\"subject=eq.x\"}");
        var row = FrameCodec.JSON.readTree("{\"subject\":\"x\"}");

        assertThat(binding.matches(Change.INSERT, "tickets", row)).isTrue();
        assertThat(binding.matches(Change.INSERT, "ticket_comments", row)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"id\",\"subject\"]", "\"id, subject\"", "\"id,subject\""})
    void columnsComeAsAnArrayOrAsText(String select) throws Exception {
        assertThat(binding("{\"table\":\"tickets\",\"select\":" + select + "}").columns())
                .containsExactlyInAnyOrder("id", "subject");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"*\"]", "\"*\"", "[]", "\"\"", "null"})
    void noColumnsAreAll(String select) throws Exception {
        assertThat(binding("{\"table\":\"tickets\",\"select\":" + select + "}").columns())
                .isNull();
    }
}
