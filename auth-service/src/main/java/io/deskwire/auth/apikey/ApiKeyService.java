package io.deskwire.auth.apikey;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.serviceuser.ServiceUserService;
import io.deskwire.common.event.Audience;
import io.deskwire.common.event.EventType;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Permission;
import io.deskwire.common.identity.Revocation;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to API keys.
@Service
public class ApiKeyService {
    private static final Audience SEEN_BY = Audience.of(Permission.API_KEYS_MANAGE);

    private final SecureRandom random = new SecureRandom();
    private final ApiKeyRepository keys;
    private final ServiceUserService machines;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;

    ApiKeyService(ApiKeyRepository keys, ServiceUserService machines, Outbox outbox, AuditLog audit, Clock clock) {
        this.keys = keys;
        this.machines = machines;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /// What is asked for a new key.
    public record Draft(
            UserId serviceUser,
            String name,
            @Nullable List<String> scopes,
            @Nullable List<String> allowedCidrs,
            @Nullable Instant expiresAt) {

        public static Draft plain(UserId serviceUser, String name) {
            return new Draft(serviceUser, name, null, null, null);
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
        machines.get(caller, draft.serviceUser());
        return create(caller.requireTenant(), caller.subject(), draft);
    }

    /// For the tenant's first key, made together with the tenant.
    @Transactional(propagation = Propagation.MANDATORY)
    public Created create(TenantId tenant, UserId by, Draft draft) {
        var fresh = ApiKeyFormat.generate(random);
        var key = new ApiKey(
                Uuid7.next(),
                tenant,
                draft.serviceUser(),
                draft.name(),
                ApiKeyFormat.PREFIX + fresh.publicId(),
                draft.scopes(),
                draft.allowedCidrs(),
                draft.expiresAt(),
                null,
                null,
                null,
                ApiKey.Status.ACTIVE,
                1,
                by,
                clock.instant());
        keys.insert(key, fresh.publicId(), ApiKeyFormat.hash(fresh.key()));
        outbox.append(tenant, DomainEvent.of(EventType.API_KEY_CREATED, key.id(), key.version(), SEEN_BY, key.image()));
        audit.record(
                tenant,
                "api_key.created",
                key.id(),
                Map.of("name", key.name(), "prefix", key.prefix(), "service_user_id", key.serviceUserId()));
        return new Created(key, fresh.key());
    }

    @Transactional(readOnly = true)
    public Page<ApiKey> list(Caller caller, PageRequest page) {
        caller.require(Permission.API_KEYS_MANAGE);
        return page.page(keys.page(caller.requireTenant(), page), key -> Cursor.of(key.id()));
    }

    @Transactional(readOnly = true)
    public ApiKey get(Caller caller, UUID id) {
        caller.require(Permission.API_KEYS_MANAGE);
        return keys.find(caller.requireTenant(), id).orElseThrow(() -> new NotFound("API key", id));
    }

    /// Every node refuses the key's tokens within moments, by event. Revoking twice changes nothing.
    @Transactional
    public void revoke(Caller caller, UUID id) {
        caller.require(Permission.API_KEYS_MANAGE);
        var tenant = caller.requireTenant();
        var key = keys.find(tenant, id).orElseThrow(() -> new NotFound("API key", id));
        if (key.revokedAt() != null) {
            return;
        }
        var now = clock.instant();
        if (!keys.revoke(key, now)) {
            throw new Conflict("changed-meanwhile", "the API key was changed meanwhile; try again");
        }
        var revoked = key.revoked(now);
        audit.record(tenant, "api_key.revoked", id, Map.of("name", key.name(), "prefix", key.prefix()));
        outbox.append(
                tenant,
                DomainEvent.changed(
                        EventType.API_KEY_REVOKED, id, revoked.version(), SEEN_BY, key.image(), revoked.image()));
        outbox.append(
                tenant,
                DomainEvent.of(
                        EventType.ACCESS_REVOKED,
                        id,
                        revoked.version(),
                        Audience.NOBODY,
                        new Revocation(Revocation.Kind.SESSION, id, now)));
    }
}
