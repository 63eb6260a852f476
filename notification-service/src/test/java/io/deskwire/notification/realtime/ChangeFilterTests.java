package io.deskwire.notification.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ChangeFilterTests {
    private static final JsonNode ROW = FrameCodec.JSON.readTree("""
            {"number": 10, "subject": "Order, late", "status": "open", "breached": false, "assignee": null,
             "created_at": "2026-11-21T10:00:00.000Z"}""");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "number=eq.10",
                "number=eq.10.0",
                "number=gt.9",
                "number=lte.10",
                "number=not.eq.11",
                "status=in.(open,pending)",
                "subject=in.(\"Order, late\",x)",
                "subject=eq.Order, late",
                "subject=like.Order%",
                "subject=ilike.order%LATE",
                "subject=match.^Ord",
                "subject=imatch.LATE$",
                "assignee=is.null",
                "status=not.is.null",
                "breached=is.false",
                "breached=eq.false",
                "assignee=isdistinct.x",
                "created_at=gte.2026-11-21T10:00:00Z",
                "created_at=lt.2026-11-21T12:00:00+01:00",
                "status=eq.open,number=gt.9",
                ""
            })
    void holds(String filter) throws Exception {
        assertThat(ChangeFilter.parse(filter).holds(ROW)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "number=eq.9",
                "number=gt.10",
                "number=not.gt.9",
                "status=in.(closed)",
                "status=not.in.(open,closed)",
                "subject=like.late%",
                "assignee=eq.x",
                "assignee=neq.x",
                "assignee=not.eq.x",
                "missing=eq.x",
                "assignee=isdistinct.null",
                "created_at=gt.2026-11-21T10:00:00Z",
                "status=eq.open,number=gt.10"
            })
    void doesNotHold(String filter) throws Exception {
        assertThat(ChangeFilter.parse(filter).holds(ROW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "status=open", "status=foo.open", "=eq.1", "a=in.1,2", "a=is.maybe", "a=match.("})
    void isRefused(String filter) {
        assertThatThrownBy(() -> ChangeFilter.parse(filter)).isInstanceOf(MalformedFrameException.class);
    }

    @Test
    @Timeout(10)
    void givesUpAPatternThatTakesTooLong() throws Exception {
        var row = FrameCodec.JSON.createObjectNode().put("a", "a".repeat(5_000) + "b");
        assertThat(ChangeFilter.parse("a=match.^(a+)+$").holds(row)).isFalse();
    }
}
