package io.deskwire.common.page;

import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.Stale;
import java.net.URI;
import java.util.List;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/// The version of a resource as HTTP sees it: a weak entity tag, and the `If-Match` that guards an update.
/// Controller methods that name a `@Nullable Revision` get the latter.
public record Revision(long version) {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    public String etag() {
        return "W/\"" + version + "\"";
    }

    /// 200 with the entity tag of the body's version.
    public static <T> ResponseEntity<T> ok(T body, long version) {
        return ResponseEntity.ok().eTag(new Revision(version).etag()).body(body);
    }

    /// 201 with the entity tag of the body's version.
    ///
    /// @param location the path of what was made
    public static <T> ResponseEntity<T> created(String location, T body, long version) {
        return ResponseEntity.created(URI.create(location))
                .eTag(new Revision(version).etag())
                .body(body);
    }

    /// Parses `If-Match`; null where it is absent or `*`.
    public static @Nullable Revision ifMatch(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            return null;
        }
        var tag = TAG.matcher(header.strip());
        if (!tag.matches()) {
            throw Malformed.field("If-Match", "'%s' (expected: an entity tag like W/\"3\")".formatted(header));
        }
        return new Revision(Long.parseLong(tag.group(1)));
    }

    /// Raises [Stale] where `expected` is given and is not `current`; `changedSince` lists the fields that differ.
    public static void check(@Nullable Revision expected, long current, LongFunction<List<String>> changedSince) {
        if (expected != null && expected.version() != current) {
            throw new Stale(expected.version(), current, changedSince.apply(expected.version()));
        }
    }
}
