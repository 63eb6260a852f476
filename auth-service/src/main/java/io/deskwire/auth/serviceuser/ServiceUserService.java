package io.deskwire.auth.serviceuser;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.password.PasswordHasher;
import io.deskwire.auth.role.RolePermissions;
import io.deskwire.auth.token.AccessTokens.Place;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.event.Audience;
import io.deskwire.common.event.EventType;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Permission;
import io.deskwire.common.identity.Revocation;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.TenantRole;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.problem.Problem.Refused;
import io.deskwire.common.sql.Row;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final SecureRandom random = new SecureRandom();
    private final ServiceUserRepository machines;
    private final UserService users;
    private final PasswordHasher passwords;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;

    ServiceUserService(
            ServiceUserRepository machines,
            UserService users,
            PasswordHasher passwords,
            Outbox outbox,
            AuditLog audit,
            Clock clock) {
        this.machines = machines;
        this.users = users;
        this.passwords = passwords;
        this.outbox = outbox;
        this.audit = audit;
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
        var beyond = draft.permissions().stream()
                .filter(key -> !caller.permissions().contains(key))
                .findFirst();
        if (beyond.isPresent()) {
            throw new Forbidden("permission-not-held", "nobody can give %s without having it".formatted(beyond.get()));
        }
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
                1,
                by,
                now,
                now);
        var email = "svc-%s@service.invalid".formatted(id);
        var password = newPassword();
        users.createMachine(id, tenant, email, passwords.hashGenerated(password), metadata(machine));
        machines.insert(machine);
        outbox.append(
                tenant,
                DomainEvent.of(
                        EventType.SERVICE_USER_CREATED,
                        id.value(),
                        machine.version(),
                        Audience.of(Permission.SERVICE_USERS_MANAGE),
                        machine));
        audit.record(
                tenant,
                "service_user.created",
                id.value(),
                Map.of("name", machine.name(), "permissions", machine.permissions()));
        return new Created(machine, new Credentials(email, password));
    }

    @Transactional(readOnly = true)
    public Page<ServiceUser> list(Caller caller, PageRequest page) {
        caller.require(Permission.SERVICE_USERS_MANAGE);
        return page.page(machines.page(caller.requireTenant(), page), machine -> Cursor.of(machine.id()));
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
        Revision.check(ifMatch, before.version(), version -> outbox.changedSince(id.value(), version));
        var after = change.apply(before).next(before, clock.instant());
        refuseAdminPermissions(after.permissions());
        if (!machines.update(after)) {
            throw new Conflict("changed-meanwhile", "the service user was changed meanwhile; try again");
        }
        outbox.append(
                before.tenantId(),
                DomainEvent.changed(
                        EventType.SERVICE_USER_UPDATED,
                        id.value(),
                        after.version(),
                        Audience.of(Permission.SERVICE_USERS_MANAGE),
                        before,
                        after));
        audit.record(
                before.tenantId(),
                "service_user.updated",
                id.value(),
                Map.of("name", after.name(), "permissions", after.permissions(), "status", Row.wire(after.status())));
        cutOff(before, after);
        return after;
    }

    /// Tokens already issued carry the old permissions; where the new ones are fewer they must not count any more.
    private void cutOff(ServiceUser before, ServiceUser after) {
        if (after.status() == ServiceUser.Status.SUSPENDED
                || !after.permissions().containsAll(before.permissions())) {
            outbox.append(
                    after.tenantId(),
                    DomainEvent.of(
                            EventType.ACCESS_REVOKED,
                            after.id().value(),
                            after.version(),
                            Audience.NOBODY,
                            new Revocation(Revocation.Kind.USER, after.id().value(), clock.instant())));
        }
    }

    /// Where a machine works and what it may do; empty where it or its tenant is not active. Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Place> place(UserId id) {
        return machines.active(id)
                .map(active -> new Place(
                        active.machine().tenantId(),
                        TenantRole.SERVICE,
                        active.machine().permissions(),
                        active.tenantSuspended(),
                        active.machine().rateLimit()));
    }

    private String newPassword() {
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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
