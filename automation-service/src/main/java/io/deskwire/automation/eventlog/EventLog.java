package io.deskwire.automation.eventlog;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.contracts.access.Permission;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The door to the log that `/automation/events` answers. Appends in the transaction of what is told.
@Service
public class EventLog {
    private final EventLogRepository entries;
    private final JsonMapper json;
    private final Clock clock;

    EventLog(EventLogRepository entries, JsonMapper json, Clock clock) {
        this.entries = entries;
        this.json = json;
        this.clock = clock;
    }

    /// What is to be told.
    ///
    /// @param agent the agent concerned, which need not be the actor
    public record Line(
            String type, @Nullable UUID job, @Nullable UserId agent, Map<String, ?> data) {}

    @Transactional(propagation = Propagation.MANDATORY)
    public void append(Actor actor, TenantId tenant, Line line) {
        append(actor, tenant, List.of(line));
    }

    /// In one statement.
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(Actor actor, TenantId tenant, List<Line> lines) {
        var now = clock.instant();
        entries.insert(lines.stream()
                .map(line -> new EventLogEntry(
                        Uuid7.next(),
                        tenant,
                        line.type(),
                        line.job(),
                        line.agent() == null ? null : line.agent().value(),
                        actor.wire(),
                        json.<ObjectNode>valueToTree(line.data()),
                        now))
                .toList());
    }

    /// Newest first; those of one job or agent, where one is named.
    @Transactional(readOnly = true)
    public Page<EventLogEntry> list(Caller caller, @Nullable UUID job, @Nullable UUID agent, PageRequest page) {
        caller.require(Permission.JOBS_READ);
        return page.page(entries.page(caller.requireTenant(), job, agent, page), entry -> Cursor.of(entry.id()));
    }
}
