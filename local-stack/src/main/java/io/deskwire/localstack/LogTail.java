package io.deskwire.localstack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// What a log said last.
public final class LogTail {

    /// Logs of a stack that runs for weeks are large.
    private static final int ENOUGH = 64 * 1024;

    private LogTail() {}

    /// The last lines that are not blank; none where there is no log yet.
    public static List<String> of(Path log, int lines) {
        try (var file = FileChannel.open(log)) {
            var read = ByteBuffer.allocate((int) Math.min(file.size(), ENOUGH));
            file.read(read, file.size() - read.capacity());
            var said = new String(read.array(), 0, read.position(), StandardCharsets.ISO_8859_1)
                    .lines()
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
