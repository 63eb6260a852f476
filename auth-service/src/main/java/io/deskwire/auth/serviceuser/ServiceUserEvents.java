package io.deskwire.auth.serviceuser;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.token.RevocationEvents;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.sql.Row;
import io.deskwire.contracts.event.EventType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// Who hears of a service user's changes: the feed, every node that holds its tokens for good, the audit, and
/// the features that belong to it.
@Component
class ServiceUserEvents {
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

    void created(ServiceUser serviceUser) {
        event(EventType.SERVICE_USER_CREATED, serviceUser);
        record(EventType.SERVICE_USER_CREATED, serviceUser);
    }

    void changed(EventType type, ServiceUser before, ServiceUser after) {
        outbox.changed(type, before.image(), after.image());
        record(type, after);
    }

    /// What hangs on the service user goes in the same transaction.
    void deleted(ServiceUser serviceUser) {
        neighbours.publishEvent(new ServiceUserGone(serviceUser));
        event(EventType.SERVICE_USER_DELETED, serviceUser);
        record(EventType.SERVICE_USER_DELETED, serviceUser);
    }

    /// A report; nothing happened that the audit should know of.
    void unused(ServiceUser serviceUser) {
        event(EventType.SERVICE_USER_UNUSED, serviceUser);
    }

    private void record(EventType type, ServiceUser serviceUser) {
        audit.record(
                serviceUser.tenantId(),
                type.wire(),
                serviceUser.id().value(),
                Map.of(
                        "name", serviceUser.name(),
                        "permissions", serviceUser.permissions(),
                        "status", Row.wire(serviceUser.status())));
    }

    private void event(EventType type, ServiceUser serviceUser) {
        outbox.created(type, serviceUser.image());
    }

    /// Every node refuses the service user's tokens of before, within moments.
    void revoked(ServiceUser serviceUser) {
        revocations.serviceUser(serviceUser.tenantId(), serviceUser.id(), serviceUser.version());
    }

    /// The same for those that are older than its present password.
    void overlapEnded(ServiceUser serviceUser) {
        revocations.earlierPassword(
                serviceUser.tenantId(),
                serviceUser.id(),
                serviceUser.version(),
                Objects.requireNonNull(serviceUser.rotation().rotatedAt()));
    }
}
