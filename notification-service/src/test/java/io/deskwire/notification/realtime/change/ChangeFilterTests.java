package io.deskwire.notification.realtime.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.contracts.table.PublicTable;
import io.deskwire.contracts.table.PublicTables;
import io.deskwire.notification.realtime.protocol.FrameCodec;
import io.deskwire.notification.realtime.protocol.MalformedFrameException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ChangeFilterTests {
    private static final PublicTable TICKETS = Objects.requireNonNull(PublicTables.named("tickets"));

    private static final JsonNode ROW = FrameCodec.JSON.readTree("""
            {"id": "0198f3a0-0000-7000-8000-00000000abcd", "number": 10, "subject": "Order, late", "status": "open",
             "description": "He said \\"no\\" \\\\ (twice),status=eq.closed", "sla_breached": false, "assignee_id": null,
             "type": null, "source": "", "external_id": "null", "tags": ["late", "a,b"], "custom_fields": {"order": 7},
             "created_at": "2026-11-21T10:00:00.000Z"}""");

    private static boolean holds(String filter) throws MalformedFrameException {
        return ChangeFilter.parse(filter, TICKETS).holds(ROW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "number=eq.10",
                "number=eq.10.0",
                "number=eq.1e1",
                "number=gt.9",
                "number=lte.10",
                "number=not.eq.11",
                "number=in.(9,10.0)",
                "status=in.(open,pending)",
                "subject=in.(\"Order, late\",x)",
                "subject=eq.Order, late",
                "subject=like.Order%",
                "subject=ilike.order%LATE",
                "subject=match.^Ord",
                "subject=imatch.LATE$",
                "assignee_id=is.null",
                "status=not.is.null",
                "sla_breached=is.false",
                "sla_breached=eq.false",
                "sla_breached=eq.F",
                "sla_breached=neq.true",
                "type=isdistinct.x",
                "status=isdistinct.null",
                "created_at=gte.2026-11-21T10:00:00Z",
                "created_at=eq.2026-11-21T11:00:00+01:00",
                "created_at=eq.2026-11-21 10:00:00+00",
                "created_at=eq.2026-11-21 10:00:00",
                "created_at=in.(2026-11-21T10:00:00.000000Z)",
                "created_at=gt.2026-11-21",
                "created_at=lt.2026-11-21T12:00:00+01:00",
                "created_at=lt.9999-12-31T23:59:59Z",
                "id=eq.0198F3A0-0000-7000-8000-00000000ABCD",
                "id=in.(0198F3A0-0000-7000-8000-00000000ABCD)",
                "tags=eq.{late,\"a,b\"}",
                "tags=eq.\"[\\\"late\\\",\\\"a,b\\\"]\"",
                "custom_fields=eq.{\"order\":7.0}",
                "status=eq.open,number=gt.9",
                "status=eq.open, number=gt.9",
                "status=in.(open,closed),number=gt.9",
                ""
            })
    void holdsForARow(String filter) throws Exception {
        assertThat(holds(filter)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "number=eq.9",
                "number=gt.10",
                "number=not.gt.9",
                "status=in.(closed)",
                "status=not.in.(open,closed)",
                "status=not.in.(closed,null)",
                "subject=like.late%",
                "type=eq.x",
                "type=neq.x",
                "type=not.eq.x",
                "team_id=eq.0198f3a0-0000-7000-8000-00000000abcd",
                "type=isdistinct.null",
                "created_at=gt.2026-11-21T10:00:00Z",
                "id=neq.0198F3A0-0000-7000-8000-00000000ABCD",
                "id=isdistinct.0198F3A0-0000-7000-8000-00000000ABCD",
                "status=eq.open,number=gt.10"
            })
    void doesNotHoldForARow(String filter) throws Exception {
        assertThat(holds(filter)).isFalse();
    }

    /// As realtime-js writes them: quoted where they hold a comma, a parenthesis, a quote, a backslash or blanks at an
    /// end.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "subject=eq.\"Order, late\"",
                "subject=not.neq.\"Order, late\"",
                "subject=like.\"Order, %\"",
                "subject=ilike.\"order, %\"",
                "subject=match.\"^Order, (late|lost)$\"",
                "subject=imatch.\"order,\"",
                "subject=in.(\"Order, late\")",
                "subject=not.isdistinct.\"Order, late\"",
                "subject=gte.\"Order, late\"",
                "subject=lt.\"Order, late \"",
                "source=eq.\"\"",
                "source=in.(\"\")",
                "external_id=in.(\"null\")",
                "external_id=not.isdistinct.\"null\"",
                "description=eq.\"He said \\\"no\\\" \\\\ (twice),status=eq.closed\"",
                "description=in.(x,\"He said \\\"no\\\" \\\\ (twice),status=eq.closed\")",
                "description=like.\"%\\\"no\\\" \\\\\\\\ (%\",number=eq.\"10\"",
                "subject=eq.\"Order, late\",status=eq.\"open\"",
            })
    void readsQuotedValues(String filter) throws Exception {
        assertThat(holds(filter)).isTrue();
    }

    @Test
    void splitsConditionsOnlyOutsideQuotes() throws Exception {
        assertThat(holds("subject=eq.\"x,number=eq.10\"")).isFalse();
        assertThat(ChangeFilter.parse("subject=neq.\"x,number=eq.11\"", TICKETS).conditions())
                .hasSize(1);
        assertThat(ChangeFilter.parse("subject=neq.\"x\",number=eq.10", TICKETS).conditions())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    status                       | invalid filter: status
                    undefined                    | invalid filter: undefined
                    status=open                  | invalid filter: status=open
                    status=foo.open              | unknown operator: foo
                    =eq.1                        | invalid filter: =eq.1
                    status=eq.open,prio=high     | invalid filter: prio=high
                    status=eq."open" or so       | follows a value that has ended
                    status=eq."open              | a quote is not closed
                    status=in.open,closed        | invalid list
                    status=in.(open              | does not end with )
                    number=in.()                 | column number is of type int8
                    status=in.(null)             | holds for no row
                    sla_breached=is.maybe        | is.maybe
                    status=is.true               | column status is of type text: is.true never holds
                    status=match.(               | invalid pattern
                    colour=eq.red                | table tickets has no column colour
                    number=eq.ten                | column number is of type int8: 'ten' is not a number
                    sla_breached=eq.perhaps      | 'perhaps' is not true or false
                    id=eq.42                     | column id is of type uuid: '42' is not a UUID
                    id=eq.null                   | for null ask is.null
                    id=in.(a,b)                  | 'a' is not a UUID
                    id=like.0198%                | column id is of type uuid, and like compares text
                    created_at=gt.yesterday      | 'yesterday' is not a time
                    custom_fields=gt.{}          | column custom_fields is of type jsonb, which has no order
                    custom_fields=eq.{           | '{' is not JSON
                    tags=eq.late                 | 'late' is not an array
                    """)
    void refusesWhatCanNeverHold(String filter, String reason) {
        assertThatThrownBy(() -> ChangeFilter.parse(filter, TICKETS))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining(reason);
    }

    @Test
    @Timeout(10)
    void givesUpAPatternThatTakesTooLong() throws Exception {
        var row = FrameCodec.JSON.createObjectNode().put("subject", "a".repeat(5_000) + "b");
        assertThat(ChangeFilter.parse("subject=match.^(a+)+$", TICKETS).holds(row))
                .isFalse();
    }
}
