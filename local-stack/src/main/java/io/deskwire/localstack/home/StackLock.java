package io.deskwire.localstack.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// One launcher per home. The operating system releases the lock with the process, however that ends.
public final class StackLock implements AutoCloseable {

    private final FileLock lock;

    private StackLock(FileLock lock) {
        this.lock = lock;
    }

    /// Empty where another launcher holds it.
    public static Optional<StackLock> take(Path home) {
        try {
            Files.createDirectories(home);
            var channel = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                var lock = channel.tryLock();
                if (lock != null) {
                    return Optional.of(new StackLock(lock));
                }
            } catch (OverlappingFileLockException e) {
                // Another stack in this very process holds it.
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (var channel = lock.acquiredBy()) {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
