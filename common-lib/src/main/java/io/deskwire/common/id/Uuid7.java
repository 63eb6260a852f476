package io.deskwire.common.id;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.util.UuidUtil;
import com.github.f4b6a3.uuid.util.UuidValidator;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Time-ordered identifiers (RFC 9562, version 7), monotonic within a process.
public final class Uuid7 {
    /// Stands for "no tenant" in keys that may not be null.
    public static final UUID NIL = new UUID(0, 0);

    private Uuid7() {}

    public static UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }

    /// One of that instant, to the millisecond; random beyond it.
    public static UUID at(Instant instant) {
        return UuidCreator.getTimeOrderedEpoch(instant);
    }

    /// When it was made, to the millisecond; empty where it is of another version.
    public static Optional<Instant> instantOf(UUID id) {
        return id.version() == 7 ? Optional.of(UuidUtil.getInstant(id)) : Optional.empty();
    }

    /// Empty where the text is not a UUID in its canonical form; `UUID.fromString` accepts far too much.
    public static Optional<UUID> parse(String text) {
        return UuidValidator.isValid(text) && text.length() == 36
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}
