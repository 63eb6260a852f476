package io.deskwire.auth.serviceuser;

import io.deskwire.common.problem.FieldCheck;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long an old credential works beside its successor.
public record Overlap(Duration length) {

    /// The body of a rotation: `{"overlap_seconds": 3600}`; zero ends the old credential at once.
    public record Request(@Nullable Integer overlapSeconds) {}

    public static Overlap of(@Nullable Request request, ServiceUserProperties properties) {
        var check = new FieldCheck();
        var seconds = check.range(
                "overlap_seconds",
                request == null ? null : request.overlapSeconds(),
                0,
                (int) properties.longestOverlap().toSeconds(),
                (int) properties.overlap().toSeconds());
        check.done();
        return new Overlap(Duration.ofSeconds(seconds));
    }

    public boolean none() {
        return length.isZero();
    }

    public Instant endsAt(Instant rotation) {
        return rotation.plus(length);
    }
}
