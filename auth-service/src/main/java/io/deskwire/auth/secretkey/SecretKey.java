package io.deskwire.auth.secretkey;

import io.deskwire.common.digest.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The deployment's secret key, compared in constant time and named by its digest.
@Component
public class SecretKey {
    public static final String PREFIX = "sb_secret_";

    private final byte[] digest;
    private final boolean present;

    SecretKey(SecretKeyProperties properties) {
        this.digest = Sha256.of(properties.key());
        this.present = !properties.key().isEmpty();
    }

    /// Whether a text means to be a secret key at all.
    public static boolean meant(String credential) {
        return credential.startsWith(PREFIX);
    }

    boolean is(String credential) {
        return present && MessageDigest.isEqual(digest, Sha256.of(credential));
    }

    /// Names the key in tokens and in the audit and says nothing of it; another key has another.
    UUID id() {
        var bytes = ByteBuffer.wrap(Sha256.of(PREFIX + "id|" + HexFormat.of().formatHex(digest)));
        var high = bytes.getLong() & ~0xf000L | 0x8000L;
        var low = bytes.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
