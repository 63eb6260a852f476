package io.deskwire.benchmarks.cost;

import com.sun.net.httpserver.HttpServer;
import io.deskwire.benchmarks.client.Browser;
import io.deskwire.benchmarks.client.Company;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// Where an event goes: opened one at a time, for a tenant in which nobody is told of tickets.
final class Outlets {
    private static final String PREFERENCES = "/api/v1/notification-preferences";

    private final Company company;

    private Outlets(Company company) {
        this.company = company;
    }

    static Outlets of(Company company) throws Exception {
        var outlets = new Outlets(company);
        outlets.tell(false);
        return outlets;
    }

    /// One that is open. Closing it takes it away from the stack.
    interface Outlet extends AutoCloseable {
        /// Whether so many events have come out since it was opened.
        boolean has(long events);
    }

    /// What opens each, by the name of what an event costs there.
    Map<String, Callable<Outlet>> all() {
        var all = new LinkedHashMap<String, Callable<Outlet>>();
        all.put("event → SSE", this::stream);
        all.put("event → realtime", this::realtime);
        all.put("event → webhook", this::webhook);
        all.put("event → in-app", this::inApp);
        return all;
    }

    private record Counted(LongAdder seen, AutoCloseable source) implements Outlet {
        @Override
        public boolean has(long events) {
            return seen.sum() >= events;
        }

        @Override
        public void close() throws Exception {
            source.close();
        }
    }

    /// Ends with its connection.
    private Outlet stream() throws Exception {
        var stack = company.stack();
        var request = HttpRequest.newBuilder(URI.create(stack.url() + "/api/v1/events/stream?types=ticket.created"))
                .header("apikey", stack.publishableKey())
                .header("Authorization", "Bearer " + company.token())
                .build();
        var answer = stack.http().send(request, BodyHandlers.ofLines());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the stream answered " + answer.statusCode());
        }
        var seen = new LongAdder();
        Thread.ofVirtual().start(() -> read(answer.body(), seen));
        return new Counted(seen, answer.body());
    }

    private static void read(Stream<String> lines, LongAdder seen) {
        try {
            lines.filter(line -> line.startsWith("data:")).forEach(_ -> seen.increment());
        } catch (UncheckedIOException closed) {
            // as it should be, once nobody needs the stream any more
        }
    }

    private Outlet realtime() throws Exception {
        var seen = new LongAdder();
        var socket = Browser.subscribed(company, _ -> seen.increment());
        return new Counted(seen, () -> socket.sendClose(1000, "done").join());
    }

    private Outlet webhook() throws Exception {
        var seen = new LongAdder();
        var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(204, -1);
            }
            seen.increment();
        });
        receiver.start();
        var url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
        var made = company.stack()
                .post(
                        "/api/v1/webhooks",
                        company.token(),
                        Map.of("url", url, "event_types", List.of("ticket.created")));
        var path = "/api/v1/webhooks/" + made.at("/webhook/id").asString();
        return new Counted(seen, () -> {
            company.stack().send("DELETE", path, company.token(), null);
            receiver.stop(0);
        });
    }

    /// That they have come is seen from the notifications' own events.
    private Outlet inApp() throws Exception {
        tell(true);
        return new Outlet() {
            @Override
            public boolean has(long events) {
                return true;
            }

            @Override
            public void close() throws Exception {
                tell(false);
            }
        };
    }

    private void tell(boolean inApp) throws Exception {
        company.stack()
                .send(
                        "PUT",
                        PREFERENCES,
                        company.token(),
                        Map.of("preferences", Map.of("ticket.created", Map.of("in_app", inApp))));
    }
}
