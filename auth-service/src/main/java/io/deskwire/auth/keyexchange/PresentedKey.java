package io.deskwire.auth.keyexchange;

import io.deskwire.auth.apikey.ApiKey;
import io.deskwire.auth.user.User;
import io.deskwire.common.identity.ApiKeyFormat;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A presented key with all that its exchange needs: the service user works and its tenant is not
/// deleted.
///
/// @param previousHash of the secret before the present one; null where none is left
/// @param serviceUserPermissions of the service user, not yet cut down to the key's scopes
record PresentedKey(
        ApiKey key,
        byte[] hash,
        byte @Nullable [] previousHash,
        List<String> serviceUserPermissions,
        @Nullable Integer rateLimit,
        boolean tenantSuspended,
        @Nullable Instant bannedUntil,
        User serviceUser) {

    /// Which secret of the key the presented text is.
    sealed interface Match {
        /// The present secret.
        record Current() implements Match {}

        /// The one before, which works until then.
        record Previous(Instant until) implements Match {}

        record Wrong() implements Match {}
    }

    boolean bannedAt(Instant now) {
        return bannedUntil != null && bannedUntil.isAfter(now);
    }

    Match match(String text, Instant now) {
        var given = ApiKeyFormat.hash(text);
        if (MessageDigest.isEqual(hash, given)) {
            return new Match.Current();
        }
        if (previousHash != null
                && MessageDigest.isEqual(previousHash, given)
                && key.rotation().overlaps(now)) {
            return new Match.Previous(Objects.requireNonNull(key.rotation().overlapEndsAt()));
        }
        return new Match.Wrong();
    }
}
