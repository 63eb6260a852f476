package io.deskwire.auth.user;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.json.WireJson;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// How much metadata an account may have. It goes into every token, and a token into a header: with 8 KiB each of its
/// owner's and the platform's, and the permissions, a token has 26 KB at most; gateway and services accept 32 KB of
/// headers.
final class MetadataSize {
    static final int MAX_BYTES = 8 * 1024;
    /// Writes numbers out as the database does.
    private static final JsonMapper JSON = WireJson.mapper();

    private MetadataSize() {}

    /// What is too large already may shrink. Raises `validation_failed`.
    static void requireFits(String name, Map<String, Object> before, Map<String, Object> after) {
        var bytes = bytes(after);
        if (bytes > MAX_BYTES && bytes > bytes(before)) {
            throw GoTrueException.invalid("%s cannot be larger than %d bytes of JSON, all its keys together: %d"
                    .formatted(name, MAX_BYTES, bytes));
        }
    }

    private static int bytes(Map<String, Object> metadata) {
        return JSON.writeValueAsBytes(metadata).length;
    }
}
