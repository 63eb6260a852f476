package io.deskwire.auth.secretkey;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.systemkey.SystemUse;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.common.reception.Pace;
import io.deskwire.common.reception.Retry;
import io.deskwire.contracts.event.EventType;
import io.deskwire.contracts.event.Topic;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Writes what the other services tell of uses of the secret key to the audit, each once. While the database is away
/// it stays where it is.
@Component
class SystemUseEffect implements EventEffect {
    private static final Logger log = LoggerFactory.getLogger(SystemUseEffect.class);

    private final SystemUseAudit audit;
    private final JsonMapper json;

    SystemUseEffect(SystemUseAudit audit, JsonMapper json) {
        this.audit = audit;
        this.json = json;
    }

    @Override
    public String consumer() {
        return "auth.system-uses";
    }

    @Override
    public Set<String> groups() {
        return Set.of("system-uses");
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.TICKETS, Topic.AUTOMATION, Topic.NOTIFICATIONS);
    }

    @Override
    public boolean concerns(String type) {
        return EventType.SYSTEM_ACCESS_USED.wire().equals(type);
    }

    @Override
    public Retry retry() {
        return Retry.UNTIL_IT_WORKS;
    }

    @Override
    public Pace pace() {
        return Pace.UNHURRIED;
    }

    /// What says nothing, or nothing that can be read, stays out of the audit.
    @Override
    public void accept(CloudEvent event) {
        try {
            var use = json.treeToValue(event.row(), SystemUse.class);
            if (use == null) {
                log.error("A use of the secret key says nothing event={}", event.id());
            } else {
                audit.write(use);
            }
        } catch (JacksonException notOurs) {
            log.error("A use of the secret key cannot be read event={}", event.id(), notOurs);
        }
    }
}
