package io.deskwire.auth.serviceuser;

import io.deskwire.auth.password.PasswordHasher;
import io.deskwire.auth.role.RolePermissions;
import io.deskwire.auth.role.RoleService;
import io.deskwire.auth.token.AccessTokens.Place;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.problem.Problem.Refused;
import io.deskwire.common.secret.RandomSecret;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.access.TenantRole;
import io.deskwire.contracts.event.EventType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to service users.
@Service
public class ServiceUserService {
    private static final int PASSWORD_BYTES = 24;
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(10);

    private final ServiceUserRepository machines;
    private final UserService users;
    private final PasswordHasher passwords;
    private final ServiceUserEvents events;
    private final Clock clock;

    ServiceUserService(
            ServiceUserRepository machines,
            UserService users,
            PasswordHasher passwords,
            ServiceUserEvents events,
            Clock clock) {
        this.machines = machines;
        this.users = users;
        this.passwords = passwords;
        this.events = events;
        this.clock = clock;
    }

    /// What is asked for a new service user.
    public record Draft(
            String name,
            @Nullable String description,
            @Nullable String applicationId,
            @Nullable String applicationName,
            List<String> permissions,
            @Nullable Integer rateLimit) {}

    /// Generated, shown once, stored as a hash.
    public record Credentials(String email, String password) {
        @Override
        public String toString() {
            return "Credentials[" + email + "]";
        }
    }

    public record Created(ServiceUser serviceUser, Credentials credentials) {}

    @Transactional
    public Created create(Caller caller, Draft draft) {
        caller.require(Permission.SERVICE_USERS_MANAGE);
        RoleService.requireHeld(caller, draft.permissions());
        return create(caller.requireTenant(), caller.subject(), draft);
    }

    /// For the tenant's first machine, made together with the tenant.
    @Transactional(propagation = Propagation.MANDATORY)
    public Created create(TenantId tenant, UserId by, Draft draft) {
        refuseAdminPermissions(draft.permissions());
        var now = clock.instant();
        var id = new UserId(Uuid7.next());
        var machine = new ServiceUser(
                id,
                tenant,
                draft.name(),
                draft.description(),
                draft.applicationId(),
                draft.applicationName(),
                draft.permissions(),
                draft.rateLimit(),
                ServiceUser.Status.ACTIVE,
                null,
                null,
                null,
                1,
                by,
                now,
                now);
        var email = address(id);
        var password = RandomSecret.text(PASSWORD_BYTES);
        users.createMachine(id, tenant, email, passwords.hashGenerated(password), metadata(machine));
        machines.insert(machine);
        events.created(machine);
        return new Created(machine, new Credentials(email, password));
    }

    @Transactional(readOnly = true)
    public Page<ServiceUser> list(Caller caller, MachineQuery query, PageRequest page) {
        caller.require(Permission.SERVICE_USERS_MANAGE);
        return page.page(machines.page(caller.requireTenant(), query, page), machine -> Cursor.of(machine.id()));
    }

    @Transactional(readOnly = true)
    public ServiceUser get(Caller caller, UserId id) {
        caller.require(Permission.SERVICE_USERS_MANAGE);
        return machines.find(caller.requireTenant(), id).orElseThrow(() -> new NotFound("service user", id));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public ServiceUser update(Caller caller, UserId id, UnaryOperator<ServiceUser> change, @Nullable Revision ifMatch) {
        var before = get(caller, id);
        Revision.check(ifMatch, before.version(), version -> events.changedSince(id, version));
        var after = change.apply(before).next(before, clock.instant());
        refuseAdminPermissions(after.permissions());
        RoleService.requireHeld(caller, before.permissions());
        RoleService.requireHeld(caller, after.permissions());
        if (!machines.update(after)) {
            throw changedMeanwhile();
        }
        users.describeMachine(id, after.tenantId(), metadata(after));
        events.changed(EventType.SERVICE_USER_UPDATED, before, after);
        // Tokens already issued carry the old permissions; where the new ones are fewer they must not count any more.
        if (after.status() == ServiceUser.Status.SUSPENDED
                || !after.permissions().containsAll(before.permissions())) {
            events.revoked(after);
        }
        return after;
    }

    /// A new password, shown this once. The old one works until the overlap ends, and sessions begun before the
    /// rotation end then, too; without an overlap every token of before is refused at once. A rotation within an
    /// overlap ends the oldest password and its sessions: at most two work at any time.
    @Transactional
    public Credentials rotate(Caller caller, UserId id, Overlap overlap) {
        var before = get(caller, id);
        RoleService.requireHeld(caller, before.permissions());
        var now = clock.instant();
        var after = before.rotated(now, overlap.endsAt(now));
        var password = RandomSecret.text(PASSWORD_BYTES);
        var login = users.changeMachinePassword(id, before.tenantId(), passwords.hashGenerated(password));
        if (!machines.rotate(after, overlap.none() ? null : login.previousHash())) {
            throw changedMeanwhile();
        }
        events.changed(EventType.SERVICE_USER_ROTATED, before, after);
        if (overlap.none()) {
            events.revoked(after);
        } else if (before.overlaps(now)) {
            events.overlapEnded(before);
        }
        return new Credentials(login.email(), password);
    }

    /// Removes a machine: its keys are revoked, its tokens refused within moments, it cannot sign in any more.
    @Transactional
    public void delete(Caller caller, UserId id, @Nullable Revision ifMatch) {
        caller.require(Permission.API_KEYS_MANAGE);
        var machine = get(caller, id);
        Revision.check(ifMatch, machine.version(), version -> events.changedSince(id, version));
        RoleService.requireHeld(caller, machine.permissions());
        if (!machines.delete(machine, clock.instant())) {
            throw changedMeanwhile();
        }
        users.changeMachinePassword(id, machine.tenantId(), null);
        events.deleted(machine);
        events.revoked(machine);
    }

    /// Where somebody works, as signing in needs to know it.
    ///
    /// @param place null for people who belong to no tenant
    /// @param until when the session must end, because its password was replaced; null for no such end
    public record Post(@Nullable Place place, @Nullable Instant until) {
        public static final Post NOWHERE = new Post(null, null);

        public static Post endless(Place place) {
            return new Post(place, null);
        }
    }

    /// Where a machine works and what it may do; empty where it is suspended or gone, or its tenant is deleted, and for
    /// sessions begun with a password that no longer works. Notes the use. Needs the system door.
    @Transactional(propagation = Propagation.SUPPORTS)
    public Optional<Post> post(UserId id, Instant sessionBegun) {
        var now = clock.instant();
        var active = machines.active(id).orElse(null);
        if (active == null) {
            return Optional.empty();
        }
        var machine = active.machine();
        if (active.oldestBegin() != null && sessionBegun.isBefore(active.oldestBegin())) {
            return Optional.empty();
        }
        var until = machine.endOfSessionsBegun(sessionBegun);
        if (until != null && !until.isAfter(now)) {
            return Optional.empty();
        }
        if (machine.lastUsedAt() == null
                || machine.lastUsedAt().plus(USE_NOTED_EVERY).isBefore(now)) {
            machines.used(machine, now);
        }
        return Optional.of(new Post(
                new Place(
                        machine.tenantId(),
                        TenantRole.SERVICE,
                        machine.permissions(),
                        active.tenantSuspended(),
                        machine.rateLimit()),
                until));
    }

    /// A password that was replaced and works until then.
    public record PreviousPassword(String hash, Instant until) {
        @Override
        public String toString() {
            return "PreviousPassword[until " + until + "]";
        }
    }

    /// The password before the present one, while it still works. Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<PreviousPassword> previousPassword(UserId id) {
        return machines.previousPassword(id, clock.instant());
    }

    private static String address(UserId id) {
        return "svc-%s@service.invalid".formatted(id);
    }

    private static Conflict changedMeanwhile() {
        return new Conflict("changed-meanwhile", "the service user was changed meanwhile; try again");
    }

    private static void refuseAdminPermissions(List<String> permissions) {
        for (var permission : RolePermissions.NOT_FOR_MACHINES) {
            if (permissions.contains(permission.key())) {
                throw new Refused("permission-not-for-machines", "a service user cannot have " + permission.key());
            }
        }
    }

    private static HashMap<String, Object> metadata(ServiceUser machine) {
        var metadata = new HashMap<String, Object>();
        metadata.put("organization_id", machine.tenantId().toString());
        metadata.put("created_by", machine.createdBy().toString());
        if (machine.applicationId() != null) {
            metadata.put("application_id", machine.applicationId());
        }
        if (machine.applicationName() != null) {
            metadata.put("application_name", machine.applicationName());
        }
        return metadata;
    }
}
