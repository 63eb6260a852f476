package io.deskwire.auth.mfa;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/// Time-based one-time passwords (RFC 6238): HMAC-SHA-1, six digits, steps of 30 seconds; what every authenticator app
/// understands. The library makes the codes; which of them is taken, and how often, is decided here.
record Totp(byte[] secret) {
    static final int SECRET_BYTES = 20;
    private static final int STEP_SECONDS = 30;
    private static final int DIGITS = 6;
    private static final HmacOneTimePasswordGenerator CODES = new HmacOneTimePasswordGenerator(DIGITS);

    /// The code of a time step.
    String code(long step) {
        try {
            return CODES.generateOneTimePasswordString(new SecretKeySpec(secret, "HmacSHA1"), step, Locale.ROOT);
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
    }

    /// The step whose code this is: now, or one before or after for clocks that differ. Empty where it is none of
    /// them, or not newer than the last one taken.
    OptionalLong match(String code, Instant now, long lastTaken) {
        var current = step(now);
        for (var step = Math.max(current - 1, lastTaken + 1); step <= current + 1; step++) {
            if (MessageDigest.isEqual(bytes(code(step)), bytes(code))) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    String base32() {
        return Base32.toBase32String(secret);
    }

    /// What the QR code says (key URI format).
    String uri(String issuer, String account) {
        return "otpauth://totp/%s:%s?algorithm=SHA1&digits=%d&issuer=%s&period=%d&secret=%s"
                .formatted(encoded(issuer), encoded(account), DIGITS, encoded(issuer), STEP_SECONDS, base32());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "Totp[…]";
    }
}
