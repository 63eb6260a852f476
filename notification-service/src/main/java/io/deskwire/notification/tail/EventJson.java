package io.deskwire.notification.tail;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.json.WireJson;
import java.time.Duration;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The structured form of CloudEvents 1.0: what every HTTP outlet shows. The audience stays inside.
@Component
public class EventJson {
    private final JsonMapper json;
    /// Streams and the history want an event within a moment.
    private final Cache<CloudEvent, String> recent = Caffeine.newBuilder()
            .weakKeys()
            .expireAfterWrite(Duration.ofSeconds(5))
            .maximumSize(2_000)
            .executor(Runnable::run)
            .build();

    public EventJson(JsonMapper json) {
        this.json = json;
    }

    /// Serialised once for all who ask within a moment.
    public String write(CloudEvent event) {
        return Objects.requireNonNull(recent.get(event, this::serialise));
    }

    private String serialise(CloudEvent event) {
        var body = json.createObjectNode();
        body.put("specversion", "1.0");
        body.put("id", event.id().toString());
        body.put("source", event.origin().source());
        body.put("type", event.type());
        body.put("subject", event.subject());
        body.put("time", WireJson.format(event.time()));
        body.put("tenantid", event.tenant().toString());
        body.put("actor", event.actor());
        if (event.origin().traceparent() != null) {
            body.put("traceparent", event.origin().traceparent());
        }
        body.set("data", event.data());
        return json.writeValueAsString(body);
    }
}
