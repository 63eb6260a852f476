package io.deskwire.auth.refreshtoken;

import io.deskwire.common.digest.Sha256;
import io.deskwire.common.identity.SessionId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A refresh token: version 0, session id, counter, 16 bytes of HMAC-SHA256 under the session's key, 4 bytes of
/// SHA-256 as checksum; base64url. The checksum refuses typing errors before any database work.
public record RefreshToken(SessionId session, long counter, byte[] mac) {
    private static final int SIGNED = 1 + 16 + 8;
    private static final int MAC = 16;
    private static final int CHECKSUM = 4;
    private static final int LENGTH = SIGNED + MAC + CHECKSUM;

    public static String issue(SessionId session, long counter, byte[] key) {
        var signed = signedPart(session, counter);
        var checked = ByteBuffer.allocate(SIGNED + MAC)
                .put(signed)
                .put(mac(key, signed))
                .array();
        var token =
                ByteBuffer.allocate(LENGTH).put(checked).put(checksum(checked)).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /// Empty where the text is not a refresh token at all.
    public static Optional<RefreshToken> parse(String text) {
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (token.length != LENGTH || token[0] != 0) {
            return Optional.empty();
        }
        var checked = Arrays.copyOf(token, SIGNED + MAC);
        if (!MessageDigest.isEqual(checksum(checked), Arrays.copyOfRange(token, SIGNED + MAC, LENGTH))) {
            return Optional.empty();
        }
        var buffer = ByteBuffer.wrap(token, 1, SIGNED - 1);
        var session = new SessionId(new UUID(buffer.getLong(), buffer.getLong()));
        return Optional.of(
                new RefreshToken(session, buffer.getLong(), Arrays.copyOfRange(token, SIGNED, SIGNED + MAC)));
    }

    /// Whether it was issued for that session, under the session's key.
    public boolean issuedFor(SessionId owner, byte[] key) {
        return owner.equals(session) && MessageDigest.isEqual(mac(key, signedPart(session, counter)), mac);
    }

    private static byte[] signedPart(SessionId session, long counter) {
        return ByteBuffer.allocate(SIGNED)
                .put((byte) 0)
                .putLong(session.value().getMostSignificantBits())
                .putLong(session.value().getLeastSignificantBits())
                .putLong(counter)
                .array();
    }

    private static byte[] mac(byte[] key, byte[] signed) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(signed), MAC);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] checksum(byte[] checked) {
        return Arrays.copyOf(Sha256.of(checked), CHECKSUM);
    }
}
