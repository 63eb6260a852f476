package io.deskwire.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// What a log said last.
final class LogTail {

    private LogTail() {}

    /// The last lines that are not blank; none where there is no log yet.
    static List<String> of(Path log, int lines) {
        try {
            var said = Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            return said.subList(Math.max(0, said.size() - lines), said.size());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            return List.of("(" + log + " cannot be read: " + e.getMessage() + ")");
        }
    }
}
