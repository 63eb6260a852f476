package io.deskwire.localstack.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.localstack.home.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTests {

    @TempDir
    Path home;

    private AotCache cache;

    @BeforeEach
    void cache() throws IOException {
        Files.createDirectories(home.resolve("aot"));
        cache = cacheOf("1");
    }

    @Test
    void isUsedWhereItFits() throws IOException {
        assertThat(cache.usable()).isEmpty();
        cache.accept(draft("profiles"));
        assertThat(cache.usable()).contains(home.resolve("aot/tickets-service.aot"));
        assertThat(cacheOf("1").usable()).as("of an equal build").isPresent();
    }

    @Test
    void isNotUsedForAnotherBuild() throws IOException {
        cache.accept(draft("profiles"));
        assertThat(cacheOf("2").usable()).isEmpty();
        assertThat(cacheOf("1").usable()).isPresent();
        Files.writeString(home.resolve("apps/lib/library.jar"), "a library more");
        assertThat(cache.usable()).isEmpty();
        cache.accept(draft("profiles"));
        Files.writeString(home.resolve("apps/lib/library.jar"), "a library MORE");
        assertThat(cache.usable()).as("with another library of the same length").isEmpty();
    }

    @Test
    void isNotUsedForAnotherJvm() throws IOException {
        cache.accept(draft("profiles"));
        var seal = home.resolve("aot/tickets-service.seal");
        Files.writeString(seal, "f".repeat(64) + Files.readString(seal).substring(64));
        assertThat(cache.usable()).isEmpty();
    }

    @Test
    void isNotUsedWhereItIsDamaged() throws IOException {
        cache.accept(draft("profiles"));
        var file = home.resolve("aot/tickets-service.aot");
        Files.writeString(file, "Profiles");
        assertThat(cache.usable()).as("of the same length").isEmpty();
        Files.writeString(file, "prof");
        assertThat(cache.usable()).as("cut off").isEmpty();
        Files.writeString(file, "profiles");
        assertThat(cache.usable()).isPresent();
        Files.writeString(home.resolve("aot/tickets-service.seal"), "", StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(cache.usable()).as("with an empty seal").isEmpty();
    }

    @Test
    void isNotUsedBeforeItIsSealed() throws IOException {
        cache.accept(draft("profiles"));
        Files.delete(home.resolve("aot/tickets-service.seal"));
        assertThat(cache.usable()).isEmpty();
        cache.accept(draft("better profiles"));
        assertThat(cache.usable()).isPresent();
        assertThat(home.resolve("aot/draft.aot")).doesNotExist();
    }

    @Test
    void isGoneWhenItIsDiscarded() throws IOException {
        cache.accept(draft("profiles"));
        cache.discard();
        assertThat(cache.usable()).isEmpty();
        assertThat(home.resolve("aot")).isEmptyDirectory();
    }

    @Test
    void isOnlyForUnpackedServices() {
        var other = new ServiceSpec(
                "tickets-service",
                12,
                12,
                true,
                List.of("-jar", home.resolve("other.jar").toString()));
        assertThat(AotCache.of(other, home.resolve("aot"))).isEmpty();
    }

    private AotCache cacheOf(String version) throws IOException {
        return AotCache.of(UnpackedProgram.in(home.resolve("apps"), version), home.resolve("aot"))
                .orElseThrow();
    }

    private Path draft(String content) throws IOException {
        return Files.writeString(home.resolve("aot/draft.aot"), content);
    }
}
