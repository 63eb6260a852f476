package io.deskwire.localstack;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;

/// What only this stack's own processes know: made at the first start, kept in files that only the owner can
/// read.
final class Secrets {

    private static final int P256_BYTES = 32;

    private final Map<String, String> values = new TreeMap<>();
    private final Path file;
    private final Path signingKeys;

    private Secrets(Path home) {
        file = home.resolve("secrets");
        signingKeys = home.resolve("jwt-keys.json");
    }

    static Secrets load(Path home) {
        var secrets = new Secrets(home);
        try {
            if (Files.exists(secrets.file)) {
                var stored = new Properties();
                stored.load(new StringReader(Files.readString(secrets.file)));
                stored.forEach((key, value) -> secrets.values.put((String) key, (String) value));
            }
            if (!Files.exists(secrets.signingKeys)) {
                writePrivately(secrets.signingKeys, newSigningKey());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return secrets;
    }

    String superuserPassword() {
        return value("POSTGRES_PASSWORD", "");
    }

    /// @param database the service's short name
    String databasePassword(String database) {
        return value("DB_PASSWORD_" + database, "");
    }

    String publishableKey() {
        return value("DESKWIRE_PUBLISHABLE_KEY", "sb_publishable_");
    }

    String secretKey() {
        return value("DESKWIRE_SECRET_KEY", "sb_secret_");
    }

    /// A file with a JWK array of one ES256 key.
    Path signingKeys() {
        return signingKeys;
    }

    /// Never readable by others, not even for a moment.
    static void writePrivately(Path file, String content) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var draft = Files.createTempFile(
                file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new", owner);
        Files.writeString(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private synchronized String value(String name, String prefix) {
        var known = values.get(name);
        if (known != null) {
            return known;
        }
        var made = prefix + Passwords.random();
        values.put(name, made);
        var text = new StringBuilder(
                "# Made by ./deskwire at the first start. Deleting this file locks the stack out of its data.\n");
        values.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        try {
            writePrivately(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made;
    }

    private static String newSigningKey() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var point = ((ECPublicKey) pair.getPublic()).getW();
            return """
                    [{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","key_ops":["sign","verify"],"kid":"%s","x":"%s","y":"%s","d":"%s"}]
                    """.formatted(
                            UUID.randomUUID(),
                            base64(point.getAffineX()),
                            base64(point.getAffineY()),
                            base64(((ECPrivateKey) pair.getPrivate()).getS()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// RFC 7518, 6.2: unsigned, big-endian, padded to the curve's size.
    private static String base64(BigInteger coordinate) {
        var bytes = coordinate.toByteArray();
        var padded = new byte[P256_BYTES];
        var digits =
                bytes.length > P256_BYTES ? Arrays.copyOfRange(bytes, bytes.length - P256_BYTES, bytes.length) : bytes;
        System.arraycopy(digits, 0, padded, P256_BYTES - digits.length, digits.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(padded);
    }
}
