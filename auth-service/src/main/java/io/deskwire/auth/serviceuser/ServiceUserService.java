package io.deskwire.auth.serviceuser;

import io.deskwire.auth.password.PasswordHasher;
import io.deskwire.auth.role.RolePermissions;
import io.deskwire.auth.role.RoleService;
import io.deskwire.auth.serviceuser.ServiceUser.Change;
import io.deskwire.auth.serviceuser.ServiceUser.Profile;
import io.deskwire.auth.token.AccessTokens.TenantClaims;
import io.deskwire.auth.token.TenantAccess;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.aggregate.Made;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to service users.
@Service
public class ServiceUserService {
    private static final int PASSWORD_BYTES = 24;
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(10);

    private final ServiceUserRepository serviceUsers;
    private final UserService users;
    private final PasswordHasher passwords;
    private final ServiceUserEvents events;
    private final Clock clock;

    ServiceUserService(
            ServiceUserRepository serviceUsers,
            UserService users,
            PasswordHasher passwords,
            ServiceUserEvents events,
            Clock clock) {
        this.serviceUsers = serviceUsers;
        this.users = users;
        this.passwords = passwords;
        this.events = events;
        this.clock = clock;
    }

    /// Generated, shown once, stored as a hash.
    public record Credentials(String email, String password) {
        @Override
        public String toString() {
            return "Credentials[" + email + "]";
        }
    }

    public record Created(ServiceUser serviceUser, Credentials credentials) {}

    @Transactional
    public Created create(Caller caller, Profile profile) {
        caller.require(Permission.SERVICE_USERS_MANAGE);
        RoleService.requireHeld(caller, profile.permissions());
        return create(caller.requireTenant(), caller.subject(), profile);
    }

    /// Whatever its maker may do itself: for the service user that a tenant is founded with, and for administrators
    /// with the secret key.
    @Transactional(propagation = Propagation.MANDATORY)
    public Created create(TenantId tenant, UserId by, Profile profile) {
        refuseAdminPermissions(profile.permissions());
        var now = clock.instant();
        var id = new UserId(Uuid7.next());
        var serviceUser = new ServiceUser(
                id, tenant, profile, ServiceUser.Status.ACTIVE, null, SecretRotation.NONE, Made.first(by, now), now);
        var email = address(id);
        var password = RandomSecret.text(PASSWORD_BYTES);
        users.createServiceUser(id, tenant, email, passwords.hashGenerated(password), metadata(serviceUser));
        serviceUsers.insert(serviceUser);
        events.created(serviceUser);
        return new Created(serviceUser, new Credentials(email, password));
    }

    @Transactional(readOnly = true)
    public Page<ServiceUser> list(Caller caller, ServiceUserQuery query, PageRequest page) {
        caller.require(Permission.SERVICE_USERS_MANAGE);
        return page.page(
                serviceUsers.page(caller.requireTenant(), query, page), serviceUser -> Cursor.of(serviceUser.id()));
    }

    @Transactional(readOnly = true)
    public ServiceUser get(Caller caller, UserId id) {
        caller.require(Permission.SERVICE_USERS_MANAGE);
        return serviceUsers.find(caller.requireTenant(), id).orElseThrow(() -> new NotFound("service user", id));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public ServiceUser update(Caller caller, UserId id, Function<Change, Change> change, @Nullable Revision ifMatch) {
        var before = get(caller, id);
        Revision.check(ifMatch, before.version(), version -> events.changedSince(id, version));
        var after = before.changed(change.apply(new Change(before.profile(), before.status())), clock.instant());
        refuseAdminPermissions(after.permissions());
        RoleService.requireHeld(caller, before.permissions());
        RoleService.requireHeld(caller, after.permissions());
        if (!serviceUsers.update(after)) {
            throw changedMeanwhile();
        }
        users.describeServiceUser(id, after.tenantId(), metadata(after));
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
        var login = users.changeServiceUserPassword(id, before.tenantId(), passwords.hashGenerated(password));
        if (!serviceUsers.rotate(after, overlap.none() ? null : login.previousHash())) {
            throw changedMeanwhile();
        }
        events.changed(EventType.SERVICE_USER_ROTATED, before, after);
        if (overlap.none()) {
            events.revoked(after);
        } else if (before.rotation().overlaps(now)) {
            events.overlapEnded(before);
        }
        return new Credentials(login.email(), password);
    }

    /// Removes a service user: its keys are revoked, its tokens refused within moments, it cannot sign in any more.
    @Transactional
    public void delete(Caller caller, UserId id, @Nullable Revision ifMatch) {
        caller.require(Permission.API_KEYS_MANAGE);
        var serviceUser = get(caller, id);
        Revision.check(ifMatch, serviceUser.version(), version -> events.changedSince(id, version));
        RoleService.requireHeld(caller, serviceUser.permissions());
        if (!serviceUsers.delete(serviceUser, clock.instant())) {
            throw changedMeanwhile();
        }
        users.changeServiceUserPassword(id, serviceUser.tenantId(), null);
        events.deleted(serviceUser);
        events.revoked(serviceUser);
    }

    /// Where a service user works and what it may do; empty where it is suspended or gone, or its tenant is deleted,
    /// and for sessions begun with a password that no longer works. Notes the use. Needs the system door.
    @Transactional(propagation = Propagation.SUPPORTS)
    public Optional<TenantAccess> access(UserId id, Instant sessionBegun) {
        var now = clock.instant();
        var active = serviceUsers.active(id).orElse(null);
        if (active == null) {
            return Optional.empty();
        }
        var serviceUser = active.serviceUser();
        if (active.oldestBegin() != null && sessionBegun.isBefore(active.oldestBegin())) {
            return Optional.empty();
        }
        var until = serviceUser.endOfSessionsBegun(sessionBegun);
        if (until != null && !until.isAfter(now)) {
            return Optional.empty();
        }
        if (serviceUser.lastUsedAt() == null
                || serviceUser.lastUsedAt().plus(USE_NOTED_EVERY).isBefore(now)) {
            serviceUsers.used(serviceUser, now);
        }
        return Optional.of(new TenantAccess(
                new TenantClaims(
                        serviceUser.tenantId(),
                        TenantRole.SERVICE,
                        serviceUser.permissions(),
                        active.tenantSuspended(),
                        serviceUser.profile().rateLimit()),
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
        return serviceUsers.previousPassword(id, clock.instant());
    }

    private static String address(UserId id) {
        return "svc-%s@service.invalid".formatted(id);
    }

    private static Conflict changedMeanwhile() {
        return Conflict.changedMeanwhile("service user");
    }

    private static void refuseAdminPermissions(List<String> permissions) {
        RolePermissions.refusalForServiceUser(permissions).ifPresent(reason -> {
            throw new Refused("permission-not-for-service-users", reason);
        });
    }

    private static HashMap<String, Object> metadata(ServiceUser serviceUser) {
        var metadata = new HashMap<String, Object>();
        metadata.put("organization_id", serviceUser.tenantId().toString());
        metadata.put("created_by", serviceUser.made().createdBy().toString());
        if (serviceUser.profile().applicationId() != null) {
            metadata.put("application_id", serviceUser.profile().applicationId());
        }
        if (serviceUser.profile().applicationName() != null) {
            metadata.put("application_name", serviceUser.profile().applicationName());
        }
        return metadata;
    }
}
