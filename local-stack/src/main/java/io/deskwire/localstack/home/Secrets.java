package io.deskwire.localstack.home;

import io.deskwire.localstack.Passwords;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// What only this stack's own processes know: made at the first start, kept in a file that only the owner can
/// read. (auth-service makes its signing keys by itself.)
public final class Secrets {

    private final Map<String, String> values = new TreeMap<>();
    private final Path file;

    private Secrets(Path home) {
        file = home.resolve("secrets");
    }

    public static Secrets load(Path home) {
        var secrets = new Secrets(home);
        try {
            if (Files.exists(secrets.file)) {
                var stored = new Properties();
                stored.load(new StringReader(Files.readString(secrets.file)));
                stored.forEach((key, value) -> secrets.values.put((String) key, (String) value));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return secrets;
    }

    public String superuserPassword() {
        return value("POSTGRES_PASSWORD", "");
    }

    /// @param database the service's short name
    public String databasePassword(String database) {
        return value("DB_PASSWORD_" + database, "");
    }

    public String publishableKey() {
        return value("DESKWIRE_PUBLISHABLE_KEY", "sb_publishable_");
    }

    public String secretKey() {
        return value("DESKWIRE_SECRET_KEY", "sb_secret_");
    }

    public String encryptionKey() {
        return value("DESKWIRE_ENCRYPTION_KEY", "");
    }

    /// Never readable by others, not even for a moment.
    public static void writePrivately(Path file, String content) throws IOException {
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
}
