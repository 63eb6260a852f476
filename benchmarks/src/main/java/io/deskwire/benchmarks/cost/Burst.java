package io.deskwire.benchmarks.cost;

import io.deskwire.benchmarks.client.Answers;
import io.deskwire.benchmarks.client.HttpConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// So many requests by so many clients at once, each of which sends the next as soon as it has an answer.
///
/// @param to where each client has a connection of its own
record Burst(URI to, int clients) {

    /// One request.
    @FunctionalInterface
    interface Request {
        /// @param client counted from 0; its requests come one after the other
        void send(int client, HttpConnection http) throws Exception;
    }

    /// Fails with the first request that fails.
    Answers run(int requests, Request request) throws Exception {
        var millis = new double[requests];
        var next = new AtomicInteger();
        var running = new ArrayList<Future<@Nullable Void>>();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                int client = i;
                running.add(threads.submit(() -> {
                    work(client, request, next, millis);
                    return null;
                }));
            }
        }
        try {
            for (var client : running) {
                client.get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
        return Answers.of(millis);
    }

    private void work(int client, Request request, AtomicInteger next, double[] millis) throws Exception {
        try (var http = HttpConnection.to(to)) {
            for (int i = next.getAndIncrement(); i < millis.length; i = next.getAndIncrement()) {
                long begun = System.nanoTime();
                request.send(client, http);
                millis[i] = (System.nanoTime() - begun) / 1e6;
            }
        }
    }
}
