package io.deskwire.benchmarks.floor;

import io.deskwire.benchmarks.counter.Scratch;
import io.deskwire.localstack.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The floor's process.
public final class Floor implements AutoCloseable {
    private static final long START_SECONDS = 60;

    private final Process process;
    private final int port;

    private Floor(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Returns when it listens.
    ///
    /// @param flags of its JVM, those of a service
    /// @param connections to the database
    public static Floor start(List<String> flags, Scratch database, int connections)
            throws IOException, InterruptedException {
        int port = FreePort.find();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(program(System.getProperty("java.class.path")));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "LOGGING_LEVEL_ROOT",
                        "WARN",
                        "SPRING_DATASOURCE_URL",
                        database.url(),
                        "SPRING_DATASOURCE_USERNAME",
                        Scratch.NAME,
                        "SPRING_DATASOURCE_PASSWORD",
                        database.password(),
                        "SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE",
                        String.valueOf(connections),
                        "SPRING_THREADS_VIRTUAL_ENABLED",
                        "true",
                        "SPRING_MAIN_BANNER_MODE",
                        "off",
                        "SERVER_ADDRESS",
                        "127.0.0.1",
                        "SERVER_PORT",
                        String.valueOf(port),
                        "MALLOC_ARENA_MAX",
                        "2"));
        var floor = new Floor(builder.start(), port);
        floor.awaitStart();
        return floor;
    }

    /// This program again, in the one jar or from its classes.
    private static List<String> program(String classPath) {
        return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
                ? List.of("-jar", classPath, "floor")
                : List.of("-cp", classPath, FloorApplication.class.getName());
    }

    private void awaitStart() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!FreePort.isListenedAt(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new IllegalStateException("the floor's service does not listen on port " + port);
            }
            Thread.sleep(200);
        }
    }

    public long pid() {
        return process.pid();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// The flags of a JVM of this machine, without those that belong to its own classes.
    public static List<String> flagsOf(long pid) {
        try {
            return flags(Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param commandLine as `/proc/<pid>/cmdline` has it
    static List<String> flags(String commandLine) {
        var flags = new ArrayList<String>();
        for (var word : commandLine.split("\0")) {
            if (word.equals("-jar") || word.equals("-cp")) {
                break;
            }
            if ((word.startsWith("-X") || word.startsWith("--")) && !word.contains("AOT")) {
                flags.add(word);
            }
        }
        return flags;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
