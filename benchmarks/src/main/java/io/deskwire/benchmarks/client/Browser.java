package io.deskwire.benchmarks.client;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// A browser subscribed to the table `tickets`, as `@supabase/supabase-js` would be (Phoenix frames, vsn 1.0.0).
public final class Browser implements WebSocket.Listener {
    private static final String TOPIC = "realtime:bench";

    private final Consumer<JsonNode> onInsert;
    private final CompletableFuture<Boolean> subscribed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();

    private Browser(Consumer<JsonNode> onInsert) {
        this.onInsert = onInsert;
    }

    /// Returns when the subscription is live.
    ///
    /// @param onInsert is given each inserted ticket's row
    public static WebSocket subscribed(Company company, Consumer<JsonNode> onInsert) throws Exception {
        var browser = new Browser(onInsert);
        var stack = company.stack();
        var uri = stack.url().replaceFirst("^http", "ws") + "/realtime/v1/websocket?vsn=1.0.0&apikey="
                + stack.publishableKey();
        var socket = stack.http()
                .newWebSocketBuilder()
                .buildAsync(URI.create(uri), browser)
                .get(10, TimeUnit.SECONDS);
        var change = Map.of("event", "INSERT", "schema", "public", "table", "tickets");
        var join = Map.of(
                "topic", TOPIC,
                "event", "phx_join",
                "ref", "1",
                "join_ref", "1",
                "payload",
                        Map.of(
                                "config", Map.of("postgres_changes", List.of(change)),
                                "access_token", company.token()));
        socket.sendText(Running.JSON.writeValueAsString(join), true).get(5, TimeUnit.SECONDS);
        browser.subscribed.get(10, TimeUnit.SECONDS);
        return socket;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            accept(Running.JSON.readTree(partial.toString()));
            partial.setLength(0);
        }
        socket.request(1);
        return CompletableFuture.completedStage(null);
    }

    private void accept(JsonNode frame) {
        switch (frame.path("event").asString()) {
            case "phx_reply" -> {
                if (frame.at("/payload/status").asString().equals("ok")) {
                    subscribed.complete(true);
                } else {
                    subscribed.completeExceptionally(new IllegalStateException(frame.toString()));
                }
            }
            case "postgres_changes" -> onInsert.accept(frame.at("/payload/data/record"));
            default -> {
                // system messages and the like say nothing about latency
            }
        }
    }
}
