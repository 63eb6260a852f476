package io.deskwire.localstack.launcher;

import io.deskwire.localstack.EmbeddedCluster;
import io.deskwire.localstack.EmbeddedKafka;
import io.deskwire.localstack.StackException;
import io.deskwire.localstack.Superuser;
import io.deskwire.localstack.home.Orphans;
import io.deskwire.localstack.home.Progress;
import io.deskwire.localstack.home.Secrets;
import io.deskwire.localstack.home.StackLock;
import io.deskwire.localstack.home.StackOptions;
import io.deskwire.localstack.home.StackState;
import io.deskwire.localstack.home.StackState.Part;
import io.deskwire.localstack.home.StackState.Running;
import io.deskwire.localstack.mail.MailSink;
import io.deskwire.localstack.service.AotTraining;
import io.deskwire.localstack.service.Readiness;
import io.deskwire.localstack.service.ServiceEnvironment;
import io.deskwire.localstack.service.ServiceProcess;
import io.deskwire.localstack.service.Startup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
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
    private @Nullable AotTraining training;
    private List<ServiceProcess> late = List.of();
    private volatile boolean healthy;
    private volatile boolean starting = true;
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
            services.put(spec.name(), new ServiceProcess(spec, options, environment.of(spec), this::writeState));
        }
    }

    /// Returns when every service is ready. Nothing of it runs on when it throws.
    ///
    /// @throws StackException where a port is taken, a service does not come up, or this home has a running stack
    public static LocalStack start(StackOptions options, Progress progress) {
        var lock = StackLock.take(options.home())
                .orElseThrow(() -> new StackException("a stack is already running in " + options.home()));
        var stack = start(options, progress, lock);
        var missing = stack.whatIsMissing();
        if (!missing.isEmpty()) {
            stack.close();
            throw new StackException(missing);
        }
        return stack;
    }

    /// Takes over the lock, which is released with the stack. Returns also where a service shows no sign of life any
    /// more: what is ready stays so, and the service may follow. See [#whatIsMissing].
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

    /// Which services are not ready, and what each said last; empty where all are.
    String whatIsMissing() {
        return late.stream()
                .map(service -> "%s is not ready; its last sign of life was %d s ago. The end of %s:\n\n%s"
                        .formatted(service.spec().name(), service.quiet().toSeconds(), service.log(), service.tail()))
                .collect(Collectors.joining("\n\n"));
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
        var missing = new Startup(List.of(part(process, process.start())), progress, Startup.TELL)
                .await(options.startLimit());
        if (!missing.isEmpty()) {
            throw new StackException(service + " is not ready. The end of its log:\n\n" + process.tail());
        }
    }

    /// Makes the AOT caches that are missing, so that the next start is quicker.
    ///
    /// @param pause before it begins
    void trainInBackground(Duration pause) {
        var begun = AotTraining.of(options, environment);
        training = begun;
        begun.startAfter(pause);
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
            if (training != null) {
                training.close();
            }
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
        var servers = List.of(server("PostgreSQL", database), server("Kafka", broker));
        new Startup(servers, progress, Startup.TELL).await(Readiness.FOREVER); // each has a limit of its own
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
        var parts = new ArrayList<Startup.Part>();
        synchronized (services) {
            if (closed) {
                throw new StackException("stopped while it was starting");
            }
            for (var service : services.values()) {
                var name = service.spec().name();
                parts.add(part(service, service.start().thenRun(() -> progress.say(name + " is ready"))));
            }
        }
        late = new Startup(parts, progress, Startup.TELL)
                .await(options.startLimit()).stream()
                        .map(part -> find(part.name()))
                        .toList();
        starting = false;
        CompletableFuture.allOf(parts.stream().map(Startup.Part::ready).toArray(CompletableFuture[]::new))
                .thenRun(() -> {
                    healthy = true;
                    writeState();
                });
        writeState();
    }

    private static Startup.Part part(ServiceProcess service, CompletableFuture<?> ready) {
        return new Startup.Part(service.spec().name(), ready, service::quiet, service::lastLine);
    }

    private static Startup.Part server(String name, CompletableFuture<?> ready) {
        return new Startup.Part(name, ready, () -> Duration.ZERO, () -> "");
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
            new StackState(ports.gateway(), healthy, starting, since, Running.of(ProcessHandle.current()), parts)
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
}
