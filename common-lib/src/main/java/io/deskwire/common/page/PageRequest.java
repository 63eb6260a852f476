package io.deskwire.common.page;

import io.deskwire.common.problem.Problem.Malformed;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which page of a list is asked for: `?limit=` (1 to 200, default 50) and `?cursor=`. Controllers just name it as a
/// parameter.
public record PageRequest(int limit, @Nullable String cursor) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Malformed.field("limit", "%d (expected: 1 to %d)".formatted(limit, MAX_LIMIT));
        }
    }

    /// The key after which the page begins, of so many parts; null for the first page.
    public @Nullable Cursor after(int parts) {
        return Cursor.parse(cursor, parts);
    }

    /// How many rows a repository reads: one more than asked for tells whether there is a next page.
    public int fetch() {
        return limit + 1;
    }

    /// The page of up to [#fetch] rows.
    public <T> Page<T> page(List<T> rows, Function<T, Cursor> key) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        return new Page<>(rows.subList(0, limit), key.apply(rows.get(limit - 1)).text());
    }
}
