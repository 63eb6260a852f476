package io.deskwire.auth.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/// Spring Security's Argon2id encoder (RFC 9106, PHC strings; 16 MiB, 2 passes) in memory that each thread keeps.
///
/// Spring's own takes 16,384 new blocks for each hash; collecting those cost more than the hashing and stopped all
/// other requests meanwhile. Hashes with other parameters, imported ones, are left to it.
final class Argon2id extends Argon2PasswordEncoder {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /// What Argon2 makes at least.
    private static final int LEAST_BYTES = 4;

    private static final int LANES = 1;
    private static final int KIB = 1 << 14;
    private static final int PASSES = 2;
    private static final String HEAD = "$argon2id$v=19$m=%d,t=%d,p=%d$".formatted(KIB, PASSES, LANES);

    /// Beyond a hash's own blocks, those that filling works with.
    private static final int SPARE_BLOCKS = 8;

    private static final ThreadLocal<BlockPool> MEMORY =
            ThreadLocal.withInitial(() -> new FixedBlockPool(KIB + SPARE_BLOCKS));

    private final SecureRandom random = new SecureRandom();

    Argon2id() {
        super(SALT_BYTES, HASH_BYTES, LANES, KIB, PASSES);
    }

    @Override
    protected String encodeNonNullPassword(String password) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        var base64 = Base64.getEncoder().withoutPadding();
        return HEAD + base64.encodeToString(salt) + "$" + base64.encodeToString(hash(password, salt, HASH_BYTES));
    }

    @Override
    protected boolean matchesNonNull(String password, String encoded) {
        if (!encoded.startsWith(HEAD)) {
            return super.matchesNonNull(password, encoded);
        }
        var middle = encoded.indexOf('$', HEAD.length());
        if (middle < 0) {
            return false;
        }
        try {
            var salt = Base64.getDecoder().decode(encoded.substring(HEAD.length(), middle));
            var expected = Base64.getDecoder().decode(encoded.substring(middle + 1));
            return expected.length >= LEAST_BYTES
                    && MessageDigest.isEqual(expected, hash(password, salt, expected.length));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static byte[] hash(String password, byte[] salt, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withSalt(salt)
                .withParallelism(LANES)
                .withMemoryAsKB(KIB)
                .withIterations(PASSES)
                .withBlockPool(MEMORY.get())
                .build());
        var hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
