package io.deskwire.common.page;

import io.deskwire.common.problem.Problem.Malformed;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a keyset list: `{"data": […], "next_cursor": "…" | null}`.
public record Page<T>(List<T> data, @Nullable String nextCursor) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    public Page {
        data = List.copyOf(data);
    }

    /// Of up to `limit + 1` rows: the extra one only tells that there is a next page.
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, Cursor> key) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        return new Page<>(rows.subList(0, limit), key.apply(rows.get(limit - 1)).text());
    }

    public <R> Page<R> map(Function<T, R> view) {
        return new Page<>(data.stream().map(view).toList(), nextCursor);
    }

    /// Checks `?limit=` against the contract's bounds.
    public static int limit(@Nullable Integer requested) {
        if (requested == null) {
            return DEFAULT_LIMIT;
        }
        if (requested < 1 || requested > MAX_LIMIT) {
            throw Malformed.field("limit", "%d (expected: 1 to %d)".formatted(requested, MAX_LIMIT));
        }
        return requested;
    }
}
