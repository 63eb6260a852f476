package io.deskwire.common.identity;

import org.jspecify.annotations.Nullable;

/// The key that every frontend of a deployment holds. It grants nothing but the right to sign in.
public final class PublishableKey {
    public static final String PREFIX = "sb_publishable_";

    private PublishableKey() {}

    /// Whether it is meant for one; where requests come in, the deployment's own is known.
    public static boolean looksLike(@Nullable String key) {
        return key != null && key.startsWith(PREFIX);
    }
}
