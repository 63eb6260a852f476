package io.deskwire.localstack.service;

import io.deskwire.localstack.Directories;
import io.deskwire.localstack.home.ServiceSpec;
import io.deskwire.localstack.home.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the AOT caches that are missing, one after another: starts each service once more beside the running one,
/// up to where it would begin to serve, and lets the JVM write down what it did.
///
/// Such a start is that of a second node which ends before it has listened, consumed or claimed anything.
public final class AotTraining implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AotTraining.class);

    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String DRAFTS = "training";

    private final StackOptions options;
    private final Function<ServiceSpec, Map<String, String>> environment;
    private final Duration limit;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Process process;
    private volatile boolean patient;
    private @Nullable Thread background;

    public static AotTraining of(StackOptions options, ServiceEnvironment environment) {
        return new AotTraining(options, environment::of, LIMIT);
    }

    /// @param environment of a service, as its running process has it
    /// @param limit of one service's training
    AotTraining(StackOptions options, Function<ServiceSpec, Map<String, String>> environment, Duration limit) {
        this.options = options;
        this.environment = environment;
        this.limit = limit;
    }

    /// Begins after a pause, which leaves the machine to the first requests, and goes on with the lowest priority.
    public synchronized void startAfter(Duration pause) {
        patient = true;
        background = Thread.ofVirtual().name("aot-training").start(() -> {
            try {
                if (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Waits for another process that trains for this home.
    ///
    /// @return services whose cache is still missing
    public List<String> run() throws InterruptedException {
        try {
            var directory = Files.createDirectories(options.aot());
            try (var channel = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                return runAlone(directory.resolve(DRAFTS));
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("The AOT caches are not made: {}", e.toString());
            return options.services().stream().map(ServiceSpec::name).toList();
        }
    }

    private List<String> runAlone(Path drafts) throws IOException, InterruptedException {
        var missing = new ArrayList<String>();
        for (var spec : options.services()) {
            var cache = AotCache.of(spec, options.aot()).orElse(null);
            if (cache == null || cache.usable().isPresent()) {
                continue;
            }
            if (closing.getCount() == 0 || !train(spec, cache, draft(drafts))) {
                missing.add(spec.name());
            }
        }
        Directories.delete(drafts);
        return missing;
    }

    /// A place of its own for each training: one whose launcher was killed may still be writing.
    private static Path draft(Path drafts) throws IOException {
        Directories.delete(drafts);
        Files.createDirectories(drafts);
        return Files.createTempDirectory(drafts, "").resolve("draft.aot");
    }

    private boolean train(ServiceSpec spec, AotCache cache, Path draft) throws IOException, InterruptedException {
        long began = System.nanoTime();
        var command = new ArrayList<String>();
        if (patient && Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "19"));
        }
        command.addAll(Jvm.training(spec, draft));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(options.log("aot-training").toFile());
        builder.environment().putAll(environment.apply(spec));
        var training = builder.start();
        process = training;
        if (closing.getCount() == 0 || !training.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            end(training);
        }
        if (closing.getCount() == 0) {
            return false;
        }
        if (training.exitValue() != 0 || !Files.exists(draft)) {
            LOG.warn(
                    "{} got no AOT cache: its training ended with status {}, see {}",
                    spec.name(),
                    training.exitValue(),
                    options.log("aot-training"));
            return false;
        }
        cache.accept(draft);
        LOG.info(
                "{} got its AOT cache after {} s",
                spec.name(),
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
        return true;
    }

    /// Ends a training that runs; what it would have made is not there.
    @Override
    public synchronized void close() {
        closing.countDown();
        var current = process;
        try {
            if (current != null) {
                end(current);
            }
            if (background != null) {
                background.interrupt(); // it may wait for the lock
                background.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// With the process that the JVM has started to write the cache.
    private static void end(Process training) throws InterruptedException {
        training.descendants().forEach(ProcessHandle::destroyForcibly);
        training.destroyForcibly().waitFor();
    }
}
