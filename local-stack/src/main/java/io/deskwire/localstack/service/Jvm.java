package io.deskwire.localstack.service;

import io.deskwire.localstack.home.ServiceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How the JVM of a service is started.
final class Jvm {

    /// Little memory: a collector without threads, heap given back.
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-Xms32m",
            "-Xmx192m",
            "-Xss512k",
            "-XX:MaxHeapFreeRatio=40",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /// Without a cache both take twice the time of the processors until a service is ready.
    private static final List<String> FIRST_COMPILER =
            List.of("-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=64m");

    private static final List<String> BOTH_COMPILERS = List.of("-XX:ReservedCodeCacheSize=128m");

    private static final String EXECUTABLE =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Jvm() {}

    static List<String> cold(ServiceSpec spec, Map<String, String> environment) {
        return command(FIRST_COMPILER, more(environment), spec);
    }

    static List<String> trained(ServiceSpec spec, Map<String, String> environment, Path cache) {
        var flags = Stream.concat(BOTH_COMPILERS.stream(), Stream.of("-XX:AOTCache=" + cache))
                .toList();
        return command(flags, more(environment), spec);
    }

    /// Ends by itself as soon as the application could begin to serve, and has then written the cache. With the first
    /// compiler: what is only hot in a start is not worth the second one's time in every start to come.
    static List<String> training(ServiceSpec spec, Path cache) {
        var flags = Stream.concat(
                        FIRST_COMPILER.stream(),
                        Stream.of("-XX:AOTCacheOutput=" + cache, "-Xlog:aot=error", "-Dspring.context.exit=onRefresh"))
                .toList();
        return command(flags, List.of(), spec);
    }

    /// What a cache is good for: this JVM with these flags.
    static String identity() {
        return String.join(
                " ",
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                System.getProperty("os.arch"),
                EXECUTABLE,
                String.join(" ", SMALL),
                String.join(" ", BOTH_COMPILERS));
    }

    private static List<String> command(List<String> flags, List<String> more, ServiceSpec spec) {
        var command = new ArrayList<String>();
        command.add(EXECUTABLE);
        command.addAll(SMALL);
        command.addAll(flags);
        command.addAll(more);
        command.addAll(spec.program());
        return command;
    }

    /// Of the person who starts the stack; the last word is theirs.
    private static List<String> more(Map<String, String> environment) {
        var more = environment.getOrDefault("DESKWIRE_JAVA_OPTIONS", "").strip();
        return more.isEmpty() ? List.of() : List.of(more.split("\\s+"));
    }
}
