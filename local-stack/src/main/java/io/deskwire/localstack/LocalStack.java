package io.deskwire.localstack;

import io.deskwire.localstack.StackState.Part;
import io.deskwire.localstack.StackState.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// A running Deskwire on this machine. [#close] stops the services first, then Kafka, and PostgreSQL last.
///
/// The methods that stop single parts are for fault tests; they must not be called from two threads at once.
public final class LocalStack implements AutoCloseable {

    private final StackOptions options;
    private final Progress progress;
    private final Instant since;
    private final StackLock lock;
    private final EmbeddedCluster postgres;
    private final EmbeddedKafka kafka;
    private final ServiceEnvironment environment;
    private final Secrets secrets;
    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();
    private @Nullable MailSink mail;
    private volatile boolean healthy;
    private volatile boolean closed;

    private LocalStack(StackOptions options, Progress progress, StackLock lock, Clock clock) {
        this.options = options;
        this.progress = progress;
        this.lock = lock;
        since = clock.instant();
        var ports = options.ports();
        secrets = Secrets.load(options.home());
        environment = new ServiceEnvironment(options, secrets);
        postgres = EmbeddedCluster.kept(
                options.data().resolve("postgres"),
                ports.postgres(),
                secrets.superuserPassword(),
                options.log("postgres"));
        kafka = EmbeddedKafka.kept(options.data().resolve("kafka"), ports.kafka(), ports.kafkaController());
        for (var spec : options.services()) {
            services.put(
                    spec.name(),
                    new ServiceProcess(spec, ports, environment.of(spec), options.log(spec.name()), this::writeState));
        }
    }

    /// Returns when every service is ready. Nothing of it runs on when it throws.
    ///
    /// @throws StackException where a port is taken, a service does not come up, or this home has a running stack
    public static LocalStack start(StackOptions options, Progress progress) {
        var lock = StackLock.take(options.home())
                .orElseThrow(() -> new StackException("a stack is already running in " + options.home()));
        return start(options, progress, lock);
    }

    /// Takes over the lock, which is released with the stack.
    static LocalStack start(StackOptions options, Progress progress, StackLock lock) {
        Orphans.end(options.home());
        var stack = prepare(options, progress, lock);
        var closer = new Thread(stack::close, "stack-closer");
        Runtime.getRuntime().addShutdownHook(closer);
        try {
            stack.startServers();
            stack.startServices();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private static LocalStack prepare(StackOptions options, Progress progress, StackLock lock) {
        try {
            options.ports().requireFree(options.services(), progress);
            setLogsAside(options);
            var stack = new LocalStack(options.unpacked(), progress, lock, Clock.systemUTC());
            stack.writeState();
            stack.publishEnvironment();
            return stack;
        } catch (IOException e) {
            lock.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// A log shows one run of the stack; the run before stays in `….log.old`.
    private static void setLogsAside(StackOptions options) throws IOException {
        var logs = Files.createDirectories(options.home().resolve("logs"));
        try (var former = Files.newDirectoryStream(logs, "*-*.log")) {
            for (var log : former) {
                Files.move(log, Path.of(log + ".old"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /// The gateway's base URL.
    public String url() {
        return environment.publicUrl();
    }

    /// What `.deskwire/env` holds: `DESKWIRE_URL`, `DESKWIRE_PUBLISHABLE_KEY` and so on.
    public Map<String, String> env() {
        return environment.published();
    }

    public Superuser superuser() {
        return postgres.superuser();
    }

    /// Ends a service as a power cut would; it stays away until [#restart].
    ///
    /// @param service the module, such as `tickets-service`
    public void kill(String service) {
        find(service).kill();
    }

    /// Ends a service in good order, if it runs, and returns when it is ready again.
    public void restart(String service) {
        var process = find(service);
        process.stop();
        await(List.of(process.start()));
    }

    public void stopKafka() {
        kafka.stop();
        writeState();
    }

    public void startKafka() {
        kafka.start();
        writeState();
    }

    public void stopPostgres() {
        postgres.stop();
        writeState();
    }

    public void startPostgres() {
        postgres.start();
        writeState();
    }

    @Override
    public void close() {
        synchronized (services) { // no service is launched after this
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            progress.say("Stopping the services");
            services.values().stream()
                    .map(service -> CompletableFuture.runAsync(service::stop, LocalStack::onVirtualThread))
                    .toList()
                    .forEach(CompletableFuture::join);
            if (mail != null) {
                mail.close();
            }
            progress.say("Stopping Kafka");
            kafka.close();
        } finally {
            progress.say("Stopping PostgreSQL");
            postgres.close();
            StackState.forget(options.home());
            lock.close();
        }
        progress.say("Stopped. The data stays in " + options.data());
    }

    private void startServers() {
        var ports = options.ports();
        var database = CompletableFuture.runAsync(postgres::start, LocalStack::onVirtualThread)
                .thenRun(this::createDatabases)
                .thenRun(() -> progress.say("PostgreSQL is ready"));
        var broker = CompletableFuture.runAsync(kafka::start, LocalStack::onVirtualThread)
                .thenRun(() -> progress.say("Kafka is ready"));
        await(List.of(database, broker));
        mail = MailSink.start(ports.smtp(), ports.mailApi());
        writeState();
    }

    private void createDatabases() {
        try {
            for (var spec : options.services()) {
                if (spec.ownsDatabase()) {
                    var name = spec.shortName();
                    postgres.create(name, name, secrets.databasePassword(name));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the services' databases", e);
        }
    }

    private void startServices() {
        var starting = new ArrayList<CompletableFuture<?>>();
        synchronized (services) {
            if (closed) {
                throw new StackException("stopped while it was starting");
            }
            for (var service : services.values()) {
                var name = service.spec().name();
                starting.add(service.start().thenRun(() -> progress.say(name + " is ready")));
            }
        }
        await(starting);
        healthy = true;
        writeState();
    }

    private void publishEnvironment() throws IOException {
        var text = new StringBuilder("# Written by ./deskwire up\n");
        environment
                .published()
                .forEach((key, value) ->
                        text.append(key).append('=').append(value).append('\n'));
        Secrets.writePrivately(options.home().resolve("env"), text.toString());
    }

    private void writeState() {
        synchronized (progress) { // not `services`: services report here while close() waits for them
            if (closed) {
                return;
            }
            var ports = options.ports();
            var parts = new ArrayList<Part>();
            services.values().forEach(service -> parts.add(part(service)));
            var server = running(postgres.process());
            parts.add(server("PostgreSQL 18", "127.0.0.1:" + ports.postgres(), server != null, server));
            parts.add(server("Kafka, in the launcher", "127.0.0.1:" + ports.kafka(), kafka.isRunning(), null));
            parts.add(server("mail, in the launcher", environment.mailApi(), mail != null, null));
            new StackState(ports.gateway(), healthy, since, Running.of(ProcessHandle.current()), parts)
                    .write(options.home());
        }
    }

    private static Part server(String name, String address, boolean runs, @Nullable Running process) {
        return new Part(name, address, runs ? "READY" : "STOPPED", 0, process, null);
    }

    private static Part part(ServiceProcess service) {
        return new Part(
                service.spec().name(),
                "http://127.0.0.1:" + service.port(),
                service.state().name(),
                service.restarts(),
                running(service.handle()),
                service.probe());
    }

    private static @Nullable Running running(@Nullable ProcessHandle process) {
        return process == null || !process.isAlive() ? null : Running.of(process);
    }

    private ServiceProcess find(String service) {
        var found = services.get(service);
        if (found == null) {
            throw new StackException("no service '" + service + "'; there are " + services.keySet());
        }
        return found;
    }

    private static void onVirtualThread(Runnable work) {
        Thread.ofVirtual().start(work);
    }

    /// Throws the first failure as soon as it is there.
    private static void await(List<? extends CompletableFuture<?>> futures) {
        var first = new CompletableFuture<Void>();
        CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).thenRun(() -> first.complete(null));
        futures.forEach(future -> future.whenComplete((done, failure) -> {
            if (failure != null) {
                first.completeExceptionally(failure);
            }
        }));
        try {
            first.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
