package io.deskwire.tickets.search;

import io.deskwire.common.problem.FieldCheck;
import io.deskwire.tickets.platform.CompletePage;
import io.deskwire.tickets.ticket.Priority;
import io.deskwire.tickets.ticket.Ticket.Channel;
import io.deskwire.tickets.ticket.TicketStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/// Which tickets a list shows, and in which order. What is null or empty does not narrow it.
///
/// @param search in subject and description
record TicketQuery(
        List<TicketStatus> statuses,
        List<Priority> priorities,
        List<Channel> channels,
        @Nullable UUID assignee,
        @Nullable UUID requester,
        @Nullable String tag,
        @Nullable SearchTerms search,
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
    static TicketQuery parse(MultiValueMap<String, String> named) {
        var check = new FieldCheck();
        var query = new TicketQuery(
                constants(check, named, "status", TicketStatus.class),
                constants(check, named, "priority", Priority.class),
                constants(check, named, "channel", Channel.class),
                check.optionalId("assignee_id", named.getFirst("assignee_id")),
                check.optionalId("requester_id", named.getFirst("requester_id")),
                check.optionalText("tag", named.getFirst("tag"), 50),
                SearchTerms.parse(check.optionalText("q", named.getFirst("q"), 200)),
                CompletePage.updatedSince(check, named.getFirst("updated_since")),
                sort(check, named.getFirst("sort")));
        check.require(
                List.of("", "false")
                        .contains(named.getOrDefault("deleted", List.of("")).getFirst()),
                "deleted",
                "'%.60s' (expected: true or false)".formatted(named.getFirst("deleted")));
        check.done();
        return query;
    }

    /// One or several, also separated by commas.
    static <E extends Enum<E>> List<E> constants(
            FieldCheck check, MultiValueMap<String, String> named, String field, Class<E> type) {
        return named.getOrDefault(field, List.of()).stream()
                .flatMap(texts -> Arrays.stream(texts.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> check.oneOf(field, text, type, type.getEnumConstants()[0]))
                .toList();
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
