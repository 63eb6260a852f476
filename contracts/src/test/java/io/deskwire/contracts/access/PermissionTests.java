package io.deskwire.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.database.PolicyPermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PermissionTests {
    private static final Path REPOSITORY = Path.of("..");

    @ParameterizedTest
    @MethodSource("migrations")
    void policiesAskForPermissionsThatExist(Path migrations) {
        var keys = Arrays.stream(Permission.values()).map(Permission::key).collect(Collectors.toSet());

        assertThat(PolicyPermissions.unknown(migrations, keys)).isEmpty();
    }

    @Test
    void everyServiceWithADatabaseIsLookedAt() throws IOException {
        assertThat(migrations()).hasSizeGreaterThan(4);
    }

    /// Of every module that has some.
    static List<Path> migrations() throws IOException {
        try (Stream<Path> modules = Files.list(REPOSITORY)) {
            return modules.map(module -> module.resolve("src/main/resources/db"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }
}
