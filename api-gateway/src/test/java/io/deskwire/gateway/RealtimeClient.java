package io.deskwire.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/// A WebSocket client that keeps what it hears.
final class RealtimeClient implements WebSocket.Listener {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /// The status of the close frame; -1 where the connection broke.
    final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private final StringBuilder parts = new StringBuilder();
    private WebSocket socket;

    /// Fails with a `CompletionException` where the handshake is refused.
    static RealtimeClient connect(int port, String query) {
        var client = new RealtimeClient();
        client.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("X-User-Id", "admin")
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/realtime/v1/websocket" + query), client)
                .join();
        return client;
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        parts.append(data);
        if (last) {
            heard.add(parts.toString());
            parts.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.complete(-1);
    }
}
