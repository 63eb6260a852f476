package io.deskwire.localstack.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One start of a service: whether it is ready yet, and when it last showed that it gets on.
public final class Readiness {

    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private static final int READY = 200;
    private static final int NO_ANSWER = 0;
    private static final Duration INTERVAL = Duration.ofMillis(100);
    /// So much of a processor's time is a sign too: a crowded machine lets a service work for minutes before it says
    /// anything. One that does nothing takes longer for it than anybody waits.
    private static final Duration WORK = Duration.ofSeconds(5);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /// How waiting ended.
    enum Outcome {
        READY,
        DIED,
        QUIET
    }

    /// @param logged bytes of its log
    /// @param answer of the probe
    /// @param work done so far, in units of [#WORK]
    private record Signs(long logged, int answer, long work) {}

    private final Process process;
    private final int port;
    private final Path log;
    private Signs seen;
    private volatile long movedAt = System.nanoTime();

    /// @param port where the service's readiness probe answers
    Readiness(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
        seen = signs(NO_ANSWER);
    }

    /// Waits until the probe says 200, the process is gone, or it has shown no sign of life for so long.
    Outcome await(Duration limit) throws InterruptedException {
        while (quiet().compareTo(limit) <= 0) {
            if (process.waitFor(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                return Outcome.DIED;
            }
            int answer = answer(port);
            if (answer == READY) {
                return Outcome.READY;
            }
            look(signs(answer));
        }
        return Outcome.QUIET;
    }

    /// Since the last sign of life.
    Duration quiet() {
        return Duration.ofNanos(System.nanoTime() - movedAt);
    }

    public static boolean probe(int port) throws InterruptedException {
        return answer(port) == READY;
    }

    private void look(Signs now) {
        if (!now.equals(seen)) {
            seen = now;
            movedAt = System.nanoTime();
        }
    }

    private Signs signs(int answer) {
        var worked = process.info().totalCpuDuration().orElse(Duration.ZERO);
        return new Signs(logged(), answer, worked.dividedBy(WORK));
    }

    private long logged() {
        try {
            return Files.size(log);
        } catch (IOException e) {
            return 0;
        }
    }

    private static int answer(int port) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return NO_ANSWER;
        }
    }
}
