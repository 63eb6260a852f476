package io.deskwire.auth.signingkey;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The signing keys in the order in which they sign. At any moment one signs: the last that has become active. The one
/// after it is published already, the ones before it until their last token has ended.
///
/// @param keys at least one
record KeyRing(List<SigningKey> keys) {
    KeyRing {
        keys = keys.stream()
                .sorted(Comparator.comparing(SigningKey::activatesAt))
                .toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a key ring without a key");
        }
    }

    SigningKey active(Instant now) {
        return keys.stream()
                .filter(key -> !key.activatesAt().isAfter(now))
                .reduce((_, later) -> later)
                .orElse(keys.getFirst());
    }

    /// Those whose tokens count: everything but what has left.
    List<SigningKey> verifying(Instant now, Duration longestToken) {
        return keys.stream()
                .filter(key -> {
                    var leaves = leavesAt(key, longestToken);
                    return leaves == null || leaves.isAfter(now);
                })
                .toList();
    }

    boolean hasPending(Instant now) {
        return keys.getLast().activatesAt().isAfter(now);
    }

    boolean retired(SigningKey key, Instant now) {
        return keys.indexOf(key) < keys.indexOf(active(now));
    }

    /// When the last token of a key has ended; null for the newest.
    @Nullable
    Instant leavesAt(SigningKey key, Duration longestToken) {
        var next = keys.indexOf(key) + 1;
        // A minute for nodes whose clocks differ, or that heard of the rotation late.
        return next == keys.size()
                ? null
                : keys.get(next).activatesAt().plus(longestToken).plusSeconds(60);
    }
}
