package io.deskwire.auth.onetime;

import io.deskwire.common.digest.Sha256;
import io.deskwire.common.identity.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A mailed secret, as far as it is remembered.
///
/// GoTrue's link is the SHA-224 of address and digits, which anybody who knows the address can compute a million of.
/// Here a salt that never leaves the database goes in too: the link has the same form and cannot be guessed, and the
/// digits are only ever tried through the account, where tries are counted.
///
/// @param address where it was sent to
/// @param needsPartner half of an e-mail change: the other address has to confirm as well
public record OneTimeToken(
        UUID id,
        UserId userId,
        Kind kind,
        String address,
        Secret secret,
        Continuation continuation,
        boolean needsPartner,
        Instant createdAt,
        Instant expiresAt) {
    public static final String PKCE_PREFIX = "pkce_";

    /// @param hash SHA-256 of the link's text
    record Secret(byte[] salt, byte[] hash) {
        @Override
        public String toString() {
            return "Secret[…]";
        }
    }

    /// @param flow the sign-in under way that it belongs to; null for the implicit flow
    record Continuation(@Nullable UUID flow, boolean pkce) {
        static Continuation of(@Nullable UUID flow) {
            return new Continuation(flow, flow != null);
        }
    }

    public @Nullable UUID flow() {
        return continuation.flow();
    }

    public boolean pkce() {
        return continuation.pkce();
    }

    /// An account has at most one of each.
    public enum Kind {
        CONFIRMATION,
        RECOVERY,
        EMAIL_CHANGE_CURRENT,
        EMAIL_CHANGE_NEW,
        REAUTHENTICATION
    }

    boolean madeOf(String digits) {
        return MessageDigest.isEqual(hash(link(secret.salt(), address, digits, pkce())), secret.hash());
    }

    /// The link's text: 56 hexadecimal digits, for a PKCE flow with a prefix.
    static String link(byte[] salt, String address, String digits, boolean pkce) {
        var digest = sha224();
        digest.update(salt);
        digest.update((address + digits).getBytes(StandardCharsets.UTF_8));
        return (pkce ? PKCE_PREFIX : "") + HexFormat.of().formatHex(digest.digest());
    }

    static byte[] hash(String link) {
        return Sha256.of(link);
    }

    private static MessageDigest sha224() {
        try {
            return MessageDigest.getInstance("SHA-224");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "OneTimeToken[%s, %s]".formatted(id, kind);
    }
}
