package io.deskwire.auth.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/// Argon2id (RFC 9106) with Spring Security's recommended parameters: 16 MiB, 2 passes.
///
/// At most one hash per core at a time, so that a burst of sign-ins cannot starve everything else; the rest wait on
/// their virtual threads. An unknown user costs the same hash as a known one.
@Component
public class PasswordHasher {
    private static final String GENERATED = "{sha256}";

    private final Argon2PasswordEncoder encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final String dummy = encoder.encode("nobody has this password");

    public String hash(String password) {
        cores.acquireUninterruptibly();
        try {
            return String.valueOf(encoder.encode(password));
        } finally {
            cores.release();
        }
    }

    /// For passwords that were generated with so many random bits that a slow hash would buy nothing.
    public String hashGenerated(String password) {
        return GENERATED + HexFormat.of().formatHex(sha256(password));
    }

    /// @param hash null where there is no such user or no password set: always false, after the same work
    public boolean matches(String password, @Nullable String hash) {
        if (hash != null && hash.startsWith(GENERATED)) {
            return MessageDigest.isEqual(
                    hashGenerated(password).getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.UTF_8));
        }
        cores.acquireUninterruptibly();
        try {
            var holds = encoder.matches(password, hash == null ? dummy : hash);
            return holds && hash != null;
        } finally {
            cores.release();
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
