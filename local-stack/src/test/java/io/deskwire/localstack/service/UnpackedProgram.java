package io.deskwire.localstack.service;

import io.deskwire.localstack.home.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// A program in one jar, laid out as an unpacked service. It ends with 3 when told so by `DESKWIRE_TEST_FAILS`.
final class UnpackedProgram {

    private UnpackedProgram() {}

    public static void main(String[] args) {
        if (System.getenv("DESKWIRE_TEST_FAILS") != null) {
            System.exit(3);
        }
        List.of("trained").forEach(System.out::println);
    }

    /// @param version tells one build from another
    static ServiceSpec in(Path directory, String version) throws IOException {
        Files.createDirectories(directory.resolve("lib"));
        Files.writeString(directory.resolve("unpacked-from"), version);
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, UnpackedProgram.class.getName());
        var classFile = UnpackedProgram.class.getName().replace('.', '/') + ".class";
        var application = directory.resolve("tickets-service.jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(application), manifest);
                var bytes = UnpackedProgram.class.getResourceAsStream("UnpackedProgram.class")) {
            jar.putNextEntry(new JarEntry(classFile));
            jar.write(bytes.readAllBytes());
            jar.putNextEntry(new JarEntry("version"));
            jar.write(version.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return new ServiceSpec("tickets-service", 12, 12, true, List.of("-jar", application.toString()));
    }
}
