package io.deskwire.localstack.service;

import io.deskwire.localstack.home.ServiceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a training run of a service has left for later starts (JEP 483, 515): its classes, loaded and linked, and which
/// of its methods are worth compiling.
///
/// A cache counts only with its seal, which is written last: the key of what it was made for, its length and its
/// checksum. One that does not fit is not used, and a line of the log says so.
final class AotCache {

    private static final Logger LOG = LoggerFactory.getLogger(AotCache.class);
    private static final int BUFFER = 1 << 20;

    private final String service;
    private final Path file;
    private final Path seal;
    private final Path application;

    private AotCache(ServiceSpec spec, Path application, Path directory) {
        this.service = spec.name();
        this.application = application;
        file = directory.resolve(service + ".aot");
        seal = directory.resolve(service + ".seal");
    }

    /// @param directory of all caches of a stack
    /// @return nothing where the JVM could not use one: it needs all classes in plain jars, as an unpacked
    /// service has them
    static Optional<AotCache> of(ServiceSpec spec, Path directory) {
        return spec.unpackedJar().map(application -> new AotCache(spec, application, directory));
    }

    String service() {
        return service;
    }

    /// Reads the whole cache.
    Optional<Path> usable() {
        try {
            if (!Files.exists(file) || !Files.exists(seal)) {
                return Optional.empty();
            }
            var found = Files.readString(seal).split(" ", 2);
            if (!found[0].equals(key())) {
                LOG.info("{} starts without its AOT cache, which is of another build or another JDK", service);
                return Optional.empty();
            }
            if (!(found[0] + " " + content(file)).equals(String.join(" ", found))) {
                LOG.warn("{} starts without its AOT cache, which is damaged: {}", service, file);
                return Optional.empty();
            }
            return Optional.of(file);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} starts without its AOT cache, which cannot be read: {}", service, e.toString());
            return Optional.empty();
        }
    }

    /// Takes the place of the one before.
    ///
    /// @param written by a training run, in a directory of the same file system; it is moved
    void accept(Path written) throws IOException {
        var words = key() + " " + content(written);
        Files.deleteIfExists(seal);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        var draft = seal.resolveSibling(seal.getFileName() + ".draft");
        Files.writeString(draft, words);
        Files.move(draft, seal, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void discard() {
        try {
            Files.deleteIfExists(seal);
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot delete the AOT cache {}: {}", file, e.toString());
        }
    }

    /// The JVM, its flags, and what is in the jars. The application's is packed anew by each build, so its entries
    /// count, by the checksums that they carry.
    private String key() throws IOException {
        var parts = new StringBuilder(Jvm.identity()).append('\n').append(application);
        try (var jar = new JarFile(application.toFile())) {
            jar.stream()
                    .forEach(entry -> parts.append('\n')
                            .append(entry.getName())
                            .append(' ')
                            .append(entry.getCrc()));
        }
        var libraries = application.resolveSibling("lib");
        if (Files.isDirectory(libraries)) {
            try (var found = Files.list(libraries)) {
                for (var library : found.sorted(Comparator.naturalOrder()).toList()) {
                    parts.append('\n').append(library).append(' ').append(content(library));
                }
            }
        }
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(parts.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String content(Path file) throws IOException {
        var sum = new CRC32C();
        var buffer = ByteBuffer.allocateDirect(BUFFER);
        try (var channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                sum.update(buffer.flip());
                buffer.clear();
            }
            return channel.size() + " " + Long.toHexString(sum.getValue());
        }
    }
}
