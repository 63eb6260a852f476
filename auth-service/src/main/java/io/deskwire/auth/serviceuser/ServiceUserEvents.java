package io.deskwire.auth.serviceuser;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.token.RevocationEvents;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.sql.Row;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// Who hears of a machine's changes: the feed, every node that holds its tokens for good, the audit, and
/// the features that belong to it.
@Component
class ServiceUserEvents {
    private static final Audience SEEN_BY = Audience.of(Permission.SERVICE_USERS_MANAGE);

    private final Outbox outbox;
    private final RevocationEvents revocations;
    private final AuditLog audit;
    private final ApplicationEventPublisher neighbours;

    ServiceUserEvents(
            Outbox outbox, RevocationEvents revocations, AuditLog audit, ApplicationEventPublisher neighbours) {
        this.outbox = outbox;
        this.revocations = revocations;
        this.audit = audit;
        this.neighbours = neighbours;
    }

    List<String> changedSince(UserId id, long version) {
        return outbox.changedSince(id.value(), version);
    }

    void created(ServiceUser machine) {
        event(EventType.SERVICE_USER_CREATED, machine);
        record(EventType.SERVICE_USER_CREATED, machine);
    }

    void changed(EventType type, ServiceUser before, ServiceUser after) {
        outbox.append(
                after.tenantId(),
                DomainEvent.changed(type, after.id().value(), after.version(), SEEN_BY, before.image(), after.image()));
        record(type, after);
    }

    /// What hangs on the machine goes in the same transaction.
    void deleted(ServiceUser machine) {
        neighbours.publishEvent(new MachineGone(machine));
        event(EventType.SERVICE_USER_DELETED, machine);
        record(EventType.SERVICE_USER_DELETED, machine);
    }

    /// A report; nothing happened that the audit should know of.
    void unused(ServiceUser machine) {
        event(EventType.SERVICE_USER_UNUSED, machine);
    }

    private void record(EventType type, ServiceUser machine) {
        audit.record(
                machine.tenantId(),
                type.wire(),
                machine.id().value(),
                Map.of(
                        "name", machine.name(),
                        "permissions", machine.permissions(),
                        "status", Row.wire(machine.status())));
    }

    private void event(EventType type, ServiceUser machine) {
        outbox.append(
                machine.tenantId(),
                DomainEvent.of(type, machine.id().value(), machine.version(), SEEN_BY, machine.image()));
    }

    /// Every node refuses the machine's tokens of before, within moments.
    void revoked(ServiceUser machine) {
        revocations.serviceUser(machine.tenantId(), machine.id(), machine.version());
    }

    /// The same for those that are older than its present password.
    void overlapEnded(ServiceUser machine) {
        revocations.earlierPassword(
                machine.tenantId(), machine.id(), machine.version(), Objects.requireNonNull(machine.rotatedAt()));
    }
}
