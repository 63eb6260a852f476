package io.deskwire.auth.invite;

import io.deskwire.common.digest.Sha256;
import io.deskwire.common.secret.RandomSecret;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// The secret of an invitation's link: 32 random bytes, base64url. Only its SHA-256 is stored.
record InviteToken(String text) {
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    static InviteToken generate() {
        return new InviteToken(RandomSecret.text(BYTES));
    }

    static Optional<InviteToken> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new InviteToken(text)) : Optional.empty();
    }

    byte[] hash() {
        return Sha256.of(text);
    }

    @Override
    public String toString() {
        return "InviteToken[" + HexFormat.of().formatHex(hash(), 0, 4) + "…]";
    }
}
