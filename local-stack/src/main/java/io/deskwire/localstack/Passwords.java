package io.deskwire.localstack;

import java.security.SecureRandom;
import java.util.Base64;

/// Random secrets in URL-safe Base64, so that they need no quoting anywhere.
public final class Passwords {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    /// 192 random bits.
    public static String random() {
        var bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
