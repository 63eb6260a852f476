package io.deskwire.auth.member;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Who hears of a membership's changes: the feed, its member among its readers, and the audit.
@Component
class MemberEvents {
    private final Outbox outbox;
    private final AuditLog audit;

    MemberEvents(Outbox outbox, AuditLog audit) {
        this.outbox = outbox;
        this.audit = audit;
    }

    List<String> changedSince(UserId user, long version) {
        return outbox.changedSince(user.value(), version);
    }

    void created(Membership membership) {
        outbox.append(
                membership.tenantId(),
                DomainEvent.of(
                        EventType.MEMBER_CREATED,
                        membership.userId().value(),
                        membership.version(),
                        seenBy(membership),
                        membership));
        record(EventType.MEMBER_CREATED, membership);
    }

    void updated(Membership before, Membership after) {
        outbox.append(
                after.tenantId(),
                DomainEvent.changed(
                        EventType.MEMBER_UPDATED,
                        after.userId().value(),
                        after.version(),
                        seenBy(after),
                        before,
                        after));
        record(EventType.MEMBER_UPDATED, after);
    }

    void deleted(Membership membership) {
        outbox.append(
                membership.tenantId(),
                DomainEvent.of(
                        EventType.MEMBER_DELETED,
                        membership.userId().value(),
                        membership.version() + 1,
                        seenBy(membership),
                        membership));
        record(EventType.MEMBER_DELETED, membership);
    }

    private void record(EventType type, Membership membership) {
        audit.record(
                membership.tenantId(),
                type.wire(),
                membership.userId().value(),
                Map.of("role", membership.role().wire()));
    }

    private static Audience seenBy(Membership membership) {
        return Audience.of(Permission.MEMBERS_READ, membership.userId());
    }
}
