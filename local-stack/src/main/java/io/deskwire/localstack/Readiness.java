package io.deskwire.localstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Asks services whether they are ready, never a clock.
final class Readiness {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private Readiness() {}

    /// How waiting ended.
    enum Outcome {
        READY,
        DIED,
        TOO_LATE
    }

    /// Waits until the process's readiness probe says 200, or the process is gone.
    static Outcome await(Process process, int port) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (process.waitFor(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                return Outcome.DIED;
            }
            if (probe(port)) {
                return Outcome.READY;
            }
        }
        return Outcome.TOO_LATE;
    }

    static boolean probe(int port) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
