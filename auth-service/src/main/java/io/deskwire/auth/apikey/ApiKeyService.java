package io.deskwire.auth.apikey;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.auth.apikey.ApiKey.Label;
import io.deskwire.auth.apikey.ApiKey.Limits;
import io.deskwire.auth.role.RoleService;
import io.deskwire.auth.serviceuser.Overlap;
import io.deskwire.auth.serviceuser.SecretRotation;
import io.deskwire.auth.serviceuser.ServiceUserGone;
import io.deskwire.auth.serviceuser.ServiceUserService;
import io.deskwire.common.aggregate.Made;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.ApiKeyFormat;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.sql.Row;
import io.deskwire.contracts.access.Permission;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to API keys.
@Service
public class ApiKeyService {
    private final SecureRandom random = new SecureRandom();
    private final ApiKeyRepository keys;
    private final ServiceUserService serviceUsers;
    private final KeyEvents events;
    private final Clock clock;

    ApiKeyService(ApiKeyRepository keys, ServiceUserService serviceUsers, KeyEvents events, Clock clock) {
        this.keys = keys;
        this.serviceUsers = serviceUsers;
        this.events = events;
        this.clock = clock;
    }

    /// What is asked for a new key.
    public record Draft(UserId serviceUser, String name, Limits limits) {}

    /// Which API keys a list shows.
    ///
    /// @param unusedSince the report of unused keys: those that nobody swapped since then and that were made
    ///     before it; only active ones where no status is asked for
    /// @param expiringBefore those that end before then
    record Query(
            @Nullable UserId serviceUser,
            ApiKey.@Nullable Status status,
            @Nullable Instant unusedSince,
            @Nullable Instant expiringBefore) {

        static Query parse(
                @Nullable String serviceUser,
                @Nullable String status,
                @Nullable String unusedSince,
                @Nullable String expiringBefore) {
            var check = new FieldCheck();
            var id = check.optionalId("service_user_id", serviceUser);
            var asked = check.optionalOneOf("status", status, ApiKey.Status.class);
            var query = new Query(
                    id == null ? null : new UserId(id),
                    asked == null && unusedSince != null ? ApiKey.Status.ACTIVE : asked,
                    check.optionalInstant("unused_since", unusedSince),
                    check.optionalInstant("expiring_before", expiringBefore));
            check.done();
            return query;
        }
    }

    /// A key with the text that is shown this once.
    public record Created(@JsonUnwrapped ApiKey apiKey, String key) {
        @Override
        public String toString() {
            return "Created[" + apiKey + "]";
        }
    }

    @Transactional
    public Created create(Caller caller, Draft draft) {
        caller.require(Permission.API_KEYS_MANAGE);
        refuseBeyond(caller, draft.serviceUser(), draft.limits().scopes());
        return create(caller.requireTenant(), caller.subject(), draft);
    }

    /// For the tenant's first key, made together with the tenant.
    @Transactional(propagation = Propagation.MANDATORY)
    public Created create(TenantId tenant, UserId by, Draft draft) {
        var fresh = ApiKeyFormat.generate(random);
        var key = new ApiKey(
                new ApiKeyId(Uuid7.next()),
                tenant,
                new Label(draft.serviceUser(), draft.name(), ApiKeyFormat.PREFIX + fresh.publicId()),
                draft.limits(),
                null,
                ApiKey.LastUse.NONE,
                SecretRotation.NONE,
                ApiKey.Status.ACTIVE,
                Made.first(by, clock.instant()));
        keys.insert(key, ApiKeyFormat.hash(fresh.key()));
        events.created(key);
        return new Created(key, fresh.key());
    }

    @Transactional(readOnly = true)
    public Page<ApiKey> list(Caller caller, Query query, PageRequest page) {
        caller.require(Permission.API_KEYS_MANAGE);
        return page.page(
                keys.page(caller.requireTenant(), query, page),
                key -> Cursor.of(key.id().value()));
    }

    @Transactional(readOnly = true)
    public ApiKey get(Caller caller, ApiKeyId id) {
        caller.require(Permission.API_KEYS_MANAGE);
        return keys.find(caller.requireTenant(), id).orElseThrow(() -> new NotFound("API key", id));
    }

    /// A new secret for the same key, shown this once. The old secret works until the overlap ends, and its tokens end
    /// with it. A rotation within an overlap ends the oldest secret: at most two work at any time.
    @Transactional
    public Created rotate(Caller caller, ApiKeyId id, Overlap overlap) {
        var before = get(caller, id);
        if (before.status() != ApiKey.Status.ACTIVE) {
            throw new Conflict(
                    "key-" + Row.wire(before.status()),
                    "the API key is %s; make a new one".formatted(Row.wire(before.status())));
        }
        refuseBeyond(caller, before.serviceUserId(), before.limits().scopes());
        var now = clock.instant();
        var after = before.rotated(now, overlap.endsAt(now));
        var fresh = ApiKeyFormat.generate(before.publicId(), random);
        if (!keys.rotate(after, ApiKeyFormat.hash(fresh.key()), !overlap.none())) {
            throw changedMeanwhile();
        }
        events.rotated(before, after);
        if (overlap.none() || before.rotation().overlaps(now)) {
            events.earlierSecretEnded(after, now);
        }
        return new Created(after, fresh.key());
    }

    /// Every node refuses the key's tokens within moments, by event. Revoking twice changes nothing.
    @Transactional
    public void revoke(Caller caller, ApiKeyId id, @Nullable Revision ifMatch) {
        var key = get(caller, id);
        Revision.check(ifMatch, key.version(), version -> events.changedSince(id, version));
        if (key.revokedAt() == null) {
            refuseBeyond(caller, key.serviceUserId(), key.limits().scopes());
        }
        revoke(key);
    }

    /// With its service user goes each of its keys, in one transaction.
    @EventListener
    void onServiceUserGone(ServiceUserGone gone) {
        keys.unrevoked(gone.serviceUser().tenantId(), gone.serviceUser().id()).forEach(this::revoke);
    }

    /// Callers have checked the right to. Tells everybody of the key's end.
    @Transactional(propagation = Propagation.MANDATORY)
    public ApiKey revoke(ApiKey key) {
        if (key.revokedAt() != null) {
            return key;
        }
        var revoked = key.revoked(clock.instant());
        if (!keys.revoke(revoked)) {
            throw changedMeanwhile();
        }
        events.revoked(key, revoked);
        return revoked;
    }

    /// A key gives its bearer what its service user may do: nobody gets hold of more than it may do itself.
    private void refuseBeyond(Caller caller, UserId serviceUser, @Nullable List<String> scopes) {
        var permissions = serviceUsers.get(caller, serviceUser).permissions();
        RoleService.requireHeld(
                caller,
                scopes == null
                        ? permissions
                        : permissions.stream().filter(scopes::contains).toList());
    }

    private static Conflict changedMeanwhile() {
        return Conflict.changedMeanwhile("API key");
    }
}
