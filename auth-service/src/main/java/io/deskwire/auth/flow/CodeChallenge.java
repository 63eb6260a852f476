package io.deskwire.auth.flow;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A PKCE challenge (RFC 7636, 4.2): what the code's redeemer has to know the verifier of.
public record CodeChallenge(String challenge, Method method) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9\\-._~]{43,128}");

    public enum Method {
        S256,
        PLAIN
    }

    /// Null where the client does not use PKCE. Raises `validation_failed` for half of one or a malformed one.
    public static @Nullable CodeChallenge of(@Nullable String challenge, @Nullable String method) {
        if ((challenge == null || challenge.isEmpty()) && (method == null || method.isEmpty())) {
            return null;
        }
        if (challenge == null || challenge.isEmpty() || method == null || method.isEmpty()) {
            throw GoTrueException.invalid("PKCE flow requires code_challenge_method and code_challenge");
        }
        if (challenge.length() < 43 || challenge.length() > 128) {
            throw GoTrueException.invalid("code challenge has to be between 43 and 128 characters");
        }
        if (!FORM.matcher(challenge).matches()) {
            throw GoTrueException.invalid(
                    "code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes");
        }
        return switch (method.toLowerCase(Locale.ROOT)) {
            case "s256" -> new CodeChallenge(challenge, Method.S256);
            case "plain" -> new CodeChallenge(challenge, Method.PLAIN);
            default -> throw GoTrueException.invalid("code challenge method must be s256 or plain");
        };
    }

    boolean metBy(String verifier) {
        var made = method == Method.PLAIN ? verifier : s256(verifier);
        return MessageDigest.isEqual(made.getBytes(StandardCharsets.UTF_8), challenge.getBytes(StandardCharsets.UTF_8));
    }

    /// The challenge of a verifier, by the method `S256`.
    private static String s256(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(verifier));
    }
}
