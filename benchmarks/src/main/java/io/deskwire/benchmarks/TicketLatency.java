package io.deskwire.benchmarks;

import io.deskwire.benchmarks.client.Answers;
import io.deskwire.benchmarks.client.Browser;
import io.deskwire.benchmarks.client.Company;
import io.deskwire.benchmarks.client.Connections;
import io.deskwire.benchmarks.client.Running;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// How long from an integrator's request to the subscribed browser's callback, at a steady rate of ticket posts.
///
/// Open loop: a request is sent when its time has come, whether or not earlier ones were answered, so a stall shows in
/// every request it delays. Arguments: rate per second (100), seconds (30), path of the env file.
public final class TicketLatency {
    private static final int WARM_UP_SECONDS = 10;

    private TicketLatency() {}

    public static void main(String[] arguments) throws Exception {
        int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        var stack = Running.at(Path.of(arguments.length > 2 ? arguments[2] : ".deskwire/env"));
        var company = Company.founded(stack);
        new Round(company, rate, WARM_UP_SECONDS).run("warm-up ");
        new Round(company, rate, seconds).run("measured");
    }

    private static final class Round {
        private final Company company;
        private final int rate;
        private final int posts;
        private final Map<String, Long> sent = new ConcurrentHashMap<>();
        private final List<Double> answered = Collections.synchronizedList(new ArrayList<>());
        private final List<Double> seen = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger failed = new AtomicInteger();
        private final CountDownLatch outstanding;
        private final Connections connections;
        private final String headers;

        Round(Company company, int rate, int seconds) {
            this.company = company;
            this.rate = rate;
            this.posts = rate * seconds;
            this.outstanding = new CountDownLatch(posts);
            this.connections = new Connections(URI.create(company.stack().url()));
            this.headers = company.stack().headers(company.apiKey());
        }

        void run(String name) throws Exception {
            var socket = Browser.subscribed(
                    company, row -> arrived(row.path("subject").asString()));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                long begin = System.nanoTime();
                for (int i = 0; i < posts; i++) {
                    var subject = name.strip() + " " + i;
                    long due = begin + i * (TimeUnit.SECONDS.toNanos(1) / rate);
                    LockSupport.parkNanos(due - System.nanoTime());
                    threads.submit(() -> post(subject, due));
                }
            }
            boolean complete = outstanding.await(15, TimeUnit.SECONDS);
            connections.close();
            socket.sendClose(1000, "done").get(5, TimeUnit.SECONDS);
            var answers = Answers.of(answered);
            var sights = Answers.of(seen);
            System.out.printf(
                    Locale.ROOT,
                    "%s  %d posts at %d/s: answered p50 %.1f p99 %.1f ms, browser p50 %.1f p99 %.1f max %.1f ms, failed %d, not seen %d%n",
                    name,
                    posts,
                    rate,
                    answers.percentile(0.50),
                    answers.percentile(0.99),
                    sights.percentile(0.50),
                    sights.percentile(0.99),
                    sights.percentile(1),
                    failed.get(),
                    complete ? 0 : outstanding.getCount());
        }

        private void post(String subject, long due) {
            sent.put(subject, due);
            try {
                connections.post(
                        "/api/v1/tickets", headers, Running.JSON.writeValueAsString(Map.of("subject", subject)));
                answered.add(millisSince(due));
            } catch (Exception failure) {
                if (failed.getAndIncrement() == 0) {
                    System.out.println("first failure: " + failure.getMessage());
                }
                outstanding.countDown();
            }
        }

        private void arrived(String subject) {
            var due = sent.remove(subject);
            if (due != null) {
                seen.add(millisSince(due));
                outstanding.countDown();
            }
        }

        private static double millisSince(long nanos) {
            return (System.nanoTime() - nanos) / 1e6;
        }
    }
}
