package io.deskwire.auth.member;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.common.event.Audience;
import io.deskwire.common.event.EventType;
import io.deskwire.common.identity.Permission;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.TenantRole;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to memberships. Callers bring the transaction.
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class MembershipService {
    private final MembershipRepository memberships;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;

    MembershipService(MembershipRepository memberships, Outbox outbox, AuditLog audit, Clock clock) {
        this.memberships = memberships;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    public Membership add(TenantId tenant, UserId user, TenantRole role) {
        var now = clock.instant();
        var membership = new Membership(tenant, user, role, 1, now, now);
        memberships.insert(membership);
        outbox.append(
                tenant,
                DomainEvent.of(
                        EventType.MEMBER_CREATED,
                        user.value(),
                        membership.version(),
                        Audience.of(Permission.MEMBERS_READ, user),
                        membership));
        audit.record(tenant, "member.created", user.value(), Map.of("role", role.wire()));
        return membership;
    }

    /// Where a session works: the tenant asked for by slug, where its person is a member; else the one it was in; else
    /// the last used; else the only one. Needs the system door.
    public Optional<Workplace> workplace(UserId user, @Nullable TenantId current, @Nullable String slug) {
        var workplaces = memberships.workplaces(user);
        return matching(workplaces, place -> place.slug().equals(slug))
                .or(() -> matching(workplaces, place -> place.tenant().equals(current)))
                .or(() -> workplaces.stream().findFirst());
    }

    /// Whether the person is a member, as far as the caller may see.
    public boolean belongs(UserId user, TenantId tenant) {
        return memberships.belongs(user, tenant);
    }

    /// Remembers where the person works, for its next sign-in. Needs the system door.
    public void remember(UserId user, TenantId tenant) {
        memberships.remember(user, tenant);
    }

    private static Optional<Workplace> matching(
            List<Workplace> workplaces, java.util.function.Predicate<Workplace> wanted) {
        return workplaces.stream().filter(wanted).findFirst();
    }
}
