package io.deskwire.notification.feed;

import static org.awaitility.Awaitility.await;

import io.deskwire.testsupport.Api;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A reader of server-sent events that remembers everything it got.
final class Stream implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Got(String id, JsonNode event) {}

    final List<Got> events = new CopyOnWriteArrayList<>();
    private final InputStream body;
    private volatile JsonNode ready;
    private volatile boolean ended;

    private Stream(InputStream body) {
        this.body = body;
    }

    static Stream open(Api api, String query, String lastEventId) {
        var request = HttpRequest.newBuilder(URI.create(api.baseUrl() + "/api/v1/events/stream" + query))
                .header("Authorization", "Bearer " + api.token())
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<InputStream> answer = HTTP.send(request.build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new AssertionError(
                        answer.statusCode() + ": " + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            var stream = new Stream(answer.body());
            Thread.ofVirtual().start(stream::read);
            await().until(() -> stream.ready != null);
            return stream;
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String id = null;
            String name = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    var data = JSON.readTree(line.substring(6));
                    if ("ready".equals(name)) {
                        ready = data;
                    } else {
                        events.add(new Got(id, data));
                    }
                } else if (line.isEmpty()) {
                    name = null;
                }
            }
        } catch (IOException _) {
            // closed by one side or the other
        } finally {
            ended = true;
        }
    }

    String cursor() {
        return ready.path("cursor").asString();
    }

    boolean recovered() {
        return ready.path("recovered").asBoolean();
    }

    boolean ended() {
        return ended;
    }

    List<String> subjects() {
        return events.stream()
                .map(got -> got.event().path("subject").asString())
                .toList();
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException _) {
            // gone already
        }
    }
}
