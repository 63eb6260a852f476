package io.deskwire.tickets.platform;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A field that a request names and that null clears. A field that it does not name is a null in place of this.
public record Named<T>(@JsonValue @Nullable T value) {

    /// Null where the field is not named.
    public static <T> @Nullable Named<T> when(boolean named, Supplier<@Nullable T> value) {
        return named ? new Named<>(value.get()) : null;
    }

    public static <T> @Nullable T orElse(@Nullable Named<T> named, @Nullable T current) {
        return named == null ? current : named.value();
    }

    /// For fields that null empties.
    public static <T> T orElse(@Nullable Named<T> named, T current, T empty) {
        if (named == null) {
            return current;
        }
        var value = named.value();
        return value == null ? empty : value;
    }
}
