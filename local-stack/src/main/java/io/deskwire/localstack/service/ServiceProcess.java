package io.deskwire.localstack.service;

import io.deskwire.localstack.FreePort;
import io.deskwire.localstack.LogTail;
import io.deskwire.localstack.StackException;
import io.deskwire.localstack.home.ServiceSpec;
import io.deskwire.localstack.home.StackOptions;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One service in a process of its own. Once it has been ready, it is started again (with a growing pause)
/// whenever it dies; one that dies before that has a mistake which a restart would repeat.
public final class ServiceProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int LAST_LINES = 25;

    public enum State {
        STARTING,
        READY,
        RESTARTING,
        STOPPED,
        FAILED
    }

    private final ServiceSpec spec;
    private final int port;
    private final int probe;
    private final Map<String, String> environment;
    private final Path log;
    private final Duration limit;
    private final @Nullable AotCache cache;
    private final Runnable onChange;
    private volatile State state = State.STOPPED;
    private volatile int restarts;
    private volatile boolean cached;
    private volatile @Nullable Process process;
    private volatile @Nullable Readiness readiness;
    private @Nullable CountDownLatch stopping;
    private @Nullable Thread supervisor;

    /// @param onChange called after each change of state, from any thread
    public ServiceProcess(ServiceSpec spec, StackOptions options, Map<String, String> environment, Runnable onChange) {
        this.spec = spec;
        this.port = options.ports().of(spec);
        this.probe = options.ports().probe(spec);
        this.environment = environment;
        this.log = options.log(spec.name());
        this.limit = options.startLimit();
        this.cache = AotCache.of(spec, options.aot()).orElse(null);
        this.onChange = onChange;
    }

    public ServiceSpec spec() {
        return spec;
    }

    public int probe() {
        return probe;
    }

    public int port() {
        return port;
    }

    public State state() {
        return state;
    }

    public int restarts() {
        return restarts;
    }

    /// Of the present or the last process; nothing before the first.
    @Nullable
    public ProcessHandle handle() {
        var current = process;
        return current == null ? null : current.toHandle();
    }

    /// Since the last sign of life of a service that is not ready yet.
    public Duration quiet() {
        var current = readiness;
        return current == null ? Duration.ZERO : current.quiet();
    }

    /// Completes when the service is ready, and with a [StackException] where it ends before that. Nothing ends one
    /// that is late.
    public synchronized CompletableFuture<Void> start() {
        if (supervisor != null) {
            throw new IllegalStateException(spec.name() + " is already started");
        }
        restarts = 0;
        var ready = new CompletableFuture<Void>();
        var ending = new CountDownLatch(1);
        stopping = ending;
        supervisor = Thread.ofVirtual().name(spec.name()).start(() -> supervise(ready, ending));
        return ready;
    }

    /// Asks the service to end and waits for it; kills it when it takes too long.
    public void stop() {
        end(false);
    }

    /// As a power cut would: no shutdown hook runs.
    public void kill() {
        end(true);
    }

    private synchronized void end(boolean atOnce) {
        if (supervisor == null || stopping == null) {
            return;
        }
        stopping.countDown();
        var current = process;
        try {
            if (current != null) {
                var ignored =
                        atOnce ? current.destroyForcibly() : current.toHandle().destroy();
                if (!current.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    LOG.warn("{} did not end within {} s and is killed", spec.name(), STOP_LIMIT.toSeconds());
                    current.destroyForcibly().waitFor();
                }
            }
            supervisor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        supervisor = null;
    }

    private void supervise(CompletableFuture<Void> ready, CountDownLatch ending) {
        try {
            var pause = FIRST_PAUSE;
            while (ending.getCount() > 0) {
                long began = System.nanoTime();
                var current = launch();
                if (ending.getCount() == 0) { // end() may have looked for a process just before there was one
                    current.destroy();
                }
                var start = new Readiness(current, probe, log);
                readiness = start;
                // The first start is watched by somebody, who decides; later ones would be waited for in vain.
                switch (start.await(ready.isDone() ? limit : Readiness.FOREVER)) {
                    case READY -> {
                        become(State.READY);
                        ready.complete(null);
                        current.waitFor();
                    }
                    case DIED -> {}
                    case QUIET -> current.destroyForcibly().waitFor();
                }
                if (ending.getCount() == 0) {
                    break;
                }
                if (!ready.isDone() && cached && cache != null) {
                    LOG.warn("{} ended before it was ready, with its AOT cache; once more without", spec.name());
                    cache.discard();
                    continue;
                }
                if (!ready.isDone() && wasKeptOut() && FreePort.await(port)) {
                    LOG.warn("{} found its port held by a connection that was ending; once more", spec.name());
                    continue;
                }
                if (!ready.isDone()) {
                    become(State.FAILED);
                    ready.completeExceptionally(new StackException(lastWords(current)));
                    return;
                }
                LOG.warn("{} ended with status {} and will be started again", spec.name(), current.exitValue());
                restarts++;
                become(State.RESTARTING);
                boolean livedLong = System.nanoTime() - began
                        > LONGEST_PAUSE.multipliedBy(2).toNanos();
                pause = livedLong ? FIRST_PAUSE : pause;
                if (ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
            become(State.STOPPED);
            ready.completeExceptionally(new StackException(spec.name() + " was stopped before it was ready"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            become(State.FAILED);
            ready.completeExceptionally(e);
        }
    }

    private Process launch() throws IOException {
        var usable = cache == null ? Optional.<Path>empty() : cache.usable();
        cached = usable.isPresent();
        var command =
                usable.map(file -> Jvm.trained(spec, environment, file)).orElseGet(() -> Jvm.cold(spec, environment));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        var started = builder.start();
        process = started;
        become(restarts == 0 ? State.STARTING : State.RESTARTING);
        return started;
    }

    private void become(State next) {
        state = next;
        onChange.run();
    }

    /// Its port was free when the stack began, and became the local port of somebody's connection before it was up.
    private boolean wasKeptOut() {
        return !FreePort.isListenedAt(port) && tail().contains("Port " + port + " was already in use");
    }

    private String lastWords(Process ended) {
        return "%s ended with status %d. The end of %s:\n\n%s".formatted(spec.name(), ended.exitValue(), log, tail());
    }

    public Path log() {
        return log;
    }

    public String tail() {
        return String.join("\n", LogTail.of(log, LAST_LINES));
    }

    public String lastLine() {
        return String.join("", LogTail.of(log, 1));
    }
}
