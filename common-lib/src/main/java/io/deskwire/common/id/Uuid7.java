package io.deskwire.common.id;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.util.UuidValidator;
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

    /// Empty where the text is not a UUID in its canonical form; `UUID.fromString` accepts far too much.
    public static Optional<UUID> parse(String text) {
        return UuidValidator.isValid(text) && text.length() == 36
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}
