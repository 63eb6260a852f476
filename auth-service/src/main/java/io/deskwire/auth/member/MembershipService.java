package io.deskwire.auth.member;

import io.deskwire.auth.role.DepartmentRoleId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.TenantRole;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to memberships for signing in, founding and invites. Callers bring the transaction.
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class MembershipService {
    private final MembershipRepository memberships;
    private final MemberEvents events;
    private final Clock clock;

    MembershipService(MembershipRepository memberships, MemberEvents events, Clock clock) {
        this.memberships = memberships;
        this.events = events;
        this.clock = clock;
    }

    /// Empty where the person is a member already.
    public Optional<Membership> add(
            TenantId tenant, UserId user, TenantRole role, @Nullable DepartmentRoleId department) {
        var now = clock.instant();
        var membership = new Membership(tenant, user, role, department, 1, now, now);
        if (!memberships.insert(membership)) {
            return Optional.empty();
        }
        events.created(membership);
        return Optional.of(membership);
    }

    /// As far as the caller may see.
    public Optional<Membership> find(TenantId tenant, UserId user) {
        return memberships.find(tenant, user).map(Member::membership);
    }

    /// Where a new session works, by [Workplace#choose]. Needs the system door.
    public Optional<Workplace> workplace(UserId user, ClientInfo client) {
        return Workplace.choose(memberships.workplaces(user), null, client);
    }

    /// Whether the person is a member of a tenant that is not deleted, as far as the caller may see.
    public boolean belongs(UserId user, TenantId tenant) {
        return memberships.belongs(user, tenant);
    }

    /// Remembers where the person works, for its next sign-in. Needs the system door.
    public void remember(UserId user, TenantId tenant) {
        memberships.remember(user, tenant);
    }

    /// The living tenants, by their names, that would have no admin without this person. Nobody else can take another
    /// admin of them away until the transaction ends. Needs the system door.
    public List<String> onlyAdminOf(UserId user) {
        var administered = memberships.workplaces(user).stream()
                .filter(place -> place.role() == TenantRole.ADMIN)
                .sorted(Comparator.comparing(place -> place.tenant().value()))
                .toList();
        administered.forEach(place -> memberships.lockAdmins(place.tenant()));
        return administered.stream()
                .filter(place -> !memberships.otherAdmins(place.tenant(), user))
                .map(Workplace::slug)
                .toList();
    }

    /// Ends every place of a person whose account goes, in tenants that may yet be restored as well; ask [#onlyAdminOf]
    /// before. Needs the system door.
    public void endAll(UserId user) {
        for (var tenant : memberships.tenantsOf(user)) {
            memberships
                    .find(tenant, user)
                    .map(Member::membership)
                    .filter(memberships::delete)
                    .ifPresent(events::deleted);
        }
    }
}
