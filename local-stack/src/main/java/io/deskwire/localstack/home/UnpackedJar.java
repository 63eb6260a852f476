package io.deskwire.localstack.home;

import io.deskwire.localstack.Directories;
import io.deskwire.localstack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/// A Spring Boot jar, laid out as Boot recommends for production: the application's classes in one plain jar and
/// its libraries beside it. It starts with some 40 % less work than the nested jar, and a build does not pull a
/// running service's classes from under it.
final class UnpackedJar {

    private static final String MARKER = "unpacked-from";

    private final Path jar;
    private final Path directory;

    UnpackedJar(Path jar, Path directory) {
        this.jar = jar;
        this.directory = directory;
    }

    /// A spec that runs the service from below `directory`; the same spec where it is no Spring Boot jar.
    static ServiceSpec unpack(ServiceSpec spec, Path directory) {
        if (spec.program().size() != 2 || !spec.program().getFirst().equals("-jar")) {
            return spec;
        }
        var jar = Path.of(spec.program().getLast());
        try {
            if (!isBootJar(jar)) {
                return spec;
            }
            var unpacked = new UnpackedJar(jar, directory);
            unpacked.refresh();
            return spec.withProgram(
                    List.of("-jar", directory.resolve(jar.getFileName()).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As [#unpack] has left it; the same spec where it has not.
    static ServiceSpec find(ServiceSpec spec, Path directory) {
        var application = directory.resolve(Path.of(spec.program().getLast()).getFileName());
        return isUnpacked(application) ? spec.withProgram(List.of("-jar", application.toString())) : spec;
    }

    /// Whether [#unpack] has made this jar.
    static boolean isUnpacked(Path application) {
        return Files.exists(application.resolveSibling(MARKER));
    }

    private static boolean isBootJar(Path jar) throws IOException {
        if (!Files.exists(jar)) {
            return false;
        }
        try (var opened = new JarFile(jar.toFile())) {
            var manifest = opened.getManifest();
            return manifest != null && manifest.getMainAttributes().getValue("Spring-Boot-Version") != null;
        }
    }

    private void refresh() throws IOException {
        // Not the time of last modification: reproducible builds set it to a fixed date.
        var version = "%s %s %s".formatted(jar, Files.size(jar), Files.getAttribute(jar, "unix:ctime"));
        var marker = directory.resolve(MARKER);
        if (Files.exists(marker) && Files.readString(marker).equals(version)) {
            return;
        }
        Directories.delete(directory);
        Files.createDirectories(directory.getParent());
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--destination",
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new StackException("cannot unpack " + jar + ": " + words);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while unpacking " + jar);
        }
        Files.writeString(marker, version);
    }
}
