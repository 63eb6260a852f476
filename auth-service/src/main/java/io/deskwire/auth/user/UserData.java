package io.deskwire.auth.user;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.json.WireJson;
import io.deskwire.common.problem.FieldCheck;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The metadata that people give of themselves. It goes into every token, and a token into a header.
public final class UserData {
    private static final int MAX_CHARACTERS = 16 * 1024;
    /// Writes numbers out as the database does: a short one with an exponent may become a long one.
    private static final JsonMapper JSON = WireJson.mapper();

    private UserData() {}

    /// Without the keys that are null; raises `validation_failed` for what is too large for a token or cannot be
    /// stored.
    public static Map<String, Object> checked(@Nullable Map<String, @Nullable Object> data) {
        var present = new HashMap<String, Object>();
        requireSmall(data == null ? Map.of() : data).forEach((key, value) -> {
            if (value != null) {
                present.put(key, value);
            }
        });
        return present;
    }

    /// As it is: a null removes its key. Raises `validation_failed`.
    public static Map<String, @Nullable Object> requireSmall(Map<String, @Nullable Object> data) {
        var text = data.toString();
        if (text.indexOf('\0') >= 0 || text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw GoTrueException.invalid("data contains NUL or an unpaired surrogate");
        }
        if (FieldCheck.characters(text) > MAX_CHARACTERS
                || JSON.writeValueAsString(data).length() > 2 * MAX_CHARACTERS) {
            throw GoTrueException.invalid("data cannot be larger than %d characters".formatted(MAX_CHARACTERS));
        }
        return data;
    }
}
