package io.deskwire.tickets.ticket;

import io.deskwire.common.problem.FieldCheck;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which tickets a list shows, and in which order. What is null or empty does not narrow it.
///
/// @param search in subject and description
record TicketQuery(
        List<TicketStatus> statuses,
        List<Priority> priorities,
        @Nullable UUID assignee,
        @Nullable UUID requester,
        @Nullable String tag,
        @Nullable TicketSearch search,
        @Nullable Instant updatedSince,
        Sort sort) {

    /// `created_at` goes by the id, which counts up with time.
    enum Sort {
        NEWEST("-created_at"),
        OLDEST("created_at"),
        LATEST_UPDATE("-updated_at"),
        EARLIEST_UPDATE("updated_at");

        private final String wire;

        Sort(String wire) {
            this.wire = wire;
        }

        boolean byUpdate() {
            return this == LATEST_UPDATE || this == EARLIEST_UPDATE;
        }
    }

    /// The parameters as they come, parsed; every bad one is named.
    static TicketQuery parse(
            @Nullable List<String> statuses,
            @Nullable List<String> priorities,
            @Nullable String assignee,
            @Nullable String requester,
            @Nullable String tag,
            @Nullable String q,
            @Nullable String updatedSince,
            @Nullable String sort) {
        var check = new FieldCheck();
        var query = new TicketQuery(
                constants(check, "status", statuses, TicketStatus.class),
                constants(check, "priority", priorities, Priority.class),
                check.optionalId("assignee_id", assignee),
                check.optionalId("requester_id", requester),
                check.optionalText("tag", tag, 50),
                TicketSearch.parse(check.optionalText("q", q, 200)),
                instant(check, "updated_since", updatedSince),
                sort(check, sort));
        check.done();
        return query;
    }

    private static <E extends Enum<E>> List<E> constants(
            FieldCheck check, String field, @Nullable List<String> texts, Class<E> type) {
        return texts == null
                ? List.of()
                : texts.stream()
                        .map(text -> check.oneOf(field, text, type, type.getEnumConstants()[0]))
                        .toList();
    }

    private static @Nullable Instant instant(FieldCheck check, String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return check.optionalInstant(field, OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            check.require(false, field, "'%.60s' (expected: a time like 2026-11-21T10:00:00Z)".formatted(text));
            return null;
        }
    }

    private static Sort sort(FieldCheck check, @Nullable String text) {
        if (text == null) {
            return Sort.NEWEST;
        }
        for (var sort : Sort.values()) {
            if (sort.wire.equals(text)) {
                return sort;
            }
        }
        var known = Arrays.stream(Sort.values()).map(sort -> sort.wire).toList();
        check.require(false, "sort", "'%.60s' (expected: one of %s)".formatted(text, known));
        return Sort.NEWEST;
    }
}
