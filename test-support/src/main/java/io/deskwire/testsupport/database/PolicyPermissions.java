package io.deskwire.testsupport.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The permission keys that migrations ask for. One that is misspelt is held by nobody, so that its policy refuses
/// everybody without a word, or lets nobody past it who should be.
public final class PolicyPermissions {
    private static final Pattern ASKED = Pattern.compile("has_permission\\(\\s*'([^']*)'\\s*\\)");
    private static final Pattern COMMENT = Pattern.compile("--.*");

    private PolicyPermissions() {}

    /// A line for each key that is none.
    ///
    /// @param migrations a directory; every `.sql` below it is read
    /// @param keys all that there are
    public static List<String> unknown(Path migrations, Set<String> keys) {
        var unknown = new TreeSet<String>();
        try (var files = Files.walk(migrations)) {
            files.filter(file -> file.toString().endsWith(".sql"))
                    .forEach(file -> asked(file)
                            .filter(key -> !keys.contains(key))
                            .forEach(key -> unknown.add("%s asks for '%s', which no permission is called"
                                    .formatted(migrations.relativize(file), key))));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return List.copyOf(unknown);
    }

    private static Stream<String> asked(Path file) {
        try {
            var sql = COMMENT.matcher(Files.readString(file)).replaceAll("");
            return ASKED.matcher(sql).results().map(found -> found.group(1));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
