package io.deskwire.localstack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL 18 server started from binaries on the class path, with logical replication and
/// password-protected connections over loopback. Stopping and starting again keeps port and data. Thread-safe.
public final class EmbeddedCluster implements AutoCloseable {

    /// Logical decoding for the relays, room for four services' pools, and a bound on the WAL that a dead relay's
    /// slot holds.
    private static final Map<String, String> SETTINGS = Map.of(
            "wal_level", "logical",
            "max_connections", "200",
            "max_replication_slots", "20",
            "max_wal_senders", "20",
            "max_slot_wal_keep_size", "4GB",
            "unix_socket_directories", "");

    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "timezone", "UTC");

    /// Data of a test need not survive the machine, but asynchronous commits would delay the relays. Nobody lives
    /// in the time zone, so that a forgotten one shows.
    private static final Map<String, String> DISPOSABLE = Map.of(
            "fsync", "off", "full_page_writes", "off", "synchronous_commit", "on", "timezone", "America/St_Johns");

    /// The keyword `replication` stands for physical replication, which copies every database: nobody has it. A
    /// relay's logical connection names its database and falls under the second rule.
    private static final String HBA = """
            # type  database     user  address       method
            host    replication  all   all           reject
            host    all          all   127.0.0.1/32  scram-sha-256
            host    all          all   ::1/128       scram-sha-256
            """;

    private static final String VERSION = "18";
    private static final int LAST_LINES = 15;
    /// After a crash it may have to go through its log first.
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Path data;
    private final boolean kept;
    private final Superuser superuser;
    private final @Nullable Path log;
    private final Map<String, String> settings = new HashMap<>(SETTINGS);
    private @Nullable EmbeddedPostgres server;

    private EmbeddedCluster(Path data, boolean kept, Superuser superuser, @Nullable Path log) {
        this.data = data;
        this.kept = kept;
        this.superuser = superuser;
        this.log = log;
        settings.putAll(kept ? DURABLE : DISPOSABLE);
    }

    /// A cluster for tests: random port, data deleted by [#close] (which also runs when the JVM ends).
    public static EmbeddedCluster temporary() {
        return temporary(close -> Runtime.getRuntime().addShutdownHook(new Thread(close, "embedded-cluster-closer")));
    }

    /// As [#temporary()], for who closes other things first.
    ///
    /// @param atTheEnd gets [#close], to be run before the JVM ends
    public static EmbeddedCluster temporary(Consumer<Runnable> atTheEnd) {
        // Below zonky's own directory, which it sweeps of what killed processes left there.
        var data = Path.of(
                System.getProperty("java.io.tmpdir"),
                "embedded-pg",
                UUID.randomUUID().toString());
        var superuser = new Superuser("127.0.0.1", FreePort.find(), Passwords.random());
        var cluster = new EmbeddedCluster(data, false, superuser, null);
        atTheEnd.accept(cluster::close);
        return cluster;
    }

    /// A cluster whose data outlives it, as durable as a production server's.
    ///
    /// @param password of the superuser; fixed when `data` is first used
    /// @param log receives the server's output, appended
    public static EmbeddedCluster kept(Path data, int port, String password, Path log) {
        return new EmbeddedCluster(data, true, new Superuser("127.0.0.1", port, password), log);
    }

    public Superuser superuser() {
        return superuser;
    }

    /// Returns when the server answers queries. Ends a server that an earlier, killed process left on the same
    /// data.
    ///
    /// @throws StackException where the port is taken, the data is another version's, or the server does not answer
    public synchronized EmbeddedCluster start() {
        if (server != null) {
            throw new IllegalStateException("already running: " + this);
        }
        endLeftover(data);
        requireThisVersion();
        FreePort.require(superuser.port(), "PostgreSQL");
        Path passwordFile = null;
        try {
            passwordFile = Files.createTempFile("deskwire", ".pw");
            Files.writeString(passwordFile, superuser.password());
            server = zonky(passwordFile).start();
            return this;
        } catch (IOException | IllegalStateException e) {
            throw new StackException(
                    "PostgreSQL did not start on port %d: %s%s"
                            .formatted(superuser.port(), e.getMessage(), lastWords()),
                    e);
        } finally {
            delete(passwordFile);
        }
    }

    private void requireThisVersion() {
        try {
            var version = Files.readString(data.resolve("PG_VERSION")).strip();
            if (!version.equals(VERSION)) {
                throw new StackException(
                        "The data in %s is of PostgreSQL %s, and this is %s. ./deskwire reset deletes it."
                                .formatted(data, version, VERSION));
            }
        } catch (NoSuchFileException e) {
            // none yet
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastWords() {
        return log == null
                ? ""
                : ". The end of %s:%n%n%s".formatted(log, String.join("\n", LogTail.of(log, LAST_LINES)));
    }

    /// Ends sessions, writes a checkpoint and returns when the server is gone.
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        var process = process();
        try {
            server.close(); // pg_ctl stop -m fast, which may return before the end, and gives up after 5 s
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            server = null;
        }
        if (process != null) {
            awaitEndOf(process);
        }
    }

    /// The server's main process, of which every session is a child; null where none runs.
    @Nullable
    public ProcessHandle process() {
        return process(data);
    }

    /// Ends the server that a killed process left running on a data directory, if there is one.
    public static void endLeftover(Path data) {
        var leftover = process(data);
        if (leftover != null) {
            Processes.interrupt(leftover); // what pg_ctl stop -m fast sends; at SIGTERM it would wait for its clients
            awaitEndOf(leftover);
        }
    }

    private static @Nullable ProcessHandle process(Path data) {
        try {
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            return ProcessHandle.of(pid)
                    .filter(found -> found.info().command().orElse("").contains("postgres"))
                    .orElse(null);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Creates (where missing) a service's database and roles in this cluster; see [ServiceDatabase#create].
    public ServiceDatabase create(String service, String name, String password) throws SQLException {
        return ServiceDatabase.create(superuser, service, name, password);
    }

    @Override
    public synchronized void close() {
        stop();
        if (!kept) {
            Directories.delete(data);
        }
    }

    @Override
    public String toString() {
        return "PostgreSQL " + superuser;
    }

    private EmbeddedPostgres.Builder zonky(Path passwordFile) {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(superuser.port())
                .setConnectConfig("password", superuser.password())
                .setPGStartupWait(START_LIMIT)
                .setDataDirectoryCustomizer(EmbeddedCluster::writeHba)
                .setOutputRedirector(log == null ? Redirect.PIPE : Redirect.appendTo(log.toFile()))
                // These become options of initdb. One collation on every machine, whatever locales it has.
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8");
        settings.forEach(builder::setServerConfig);
        return builder;
    }

    private static void writeHba(File data) {
        try {
            Files.writeString(data.toPath().resolve("pg_hba.conf"), HBA);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Kills the server in the end, which loses no committed data.
    private static void awaitEndOf(ProcessHandle server) {
        if (!Processes.awaitEnd(server, STOP_LIMIT)) {
            server.destroyForcibly();
            Processes.awaitEnd(server, STOP_LIMIT);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
