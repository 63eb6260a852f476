package io.deskwire.auth.token;

import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.identity.revocation.Revocation;
import io.deskwire.common.identity.revocation.Revocation.Kind;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.tenancy.CurrentActor;
import io.deskwire.contracts.event.EventType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Tells every node which tokens no longer count although they still verify; each refuses them within moments. Callers
/// bring the transaction that ends what the tokens stood on.
@Component
public class RevocationEvents {
    private final Outbox outbox;
    private final Clock clock;

    RevocationEvents(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /// All tokens of a session of a person.
    public void session(UUID session) {
        outbox.appendPlatform(
                EventType.ACCESS_REVOKED, session, new Revocation(Kind.SESSION, session, clock.instant()));
    }

    /// All tokens of a person so far, of its API keys as well as of its sessions.
    public void user(UserId user) {
        outbox.appendPlatform(
                EventType.ACCESS_REVOKED, user.value(), new Revocation(Kind.USER, user.value(), clock.instant()));
    }

    /// A person's tokens so far in one tenant; what it does in others goes on.
    ///
    /// @param version of what was taken from it: the membership or the role
    public void member(TenantId tenant, UserId user, long version) {
        append(tenant, version, Revocation.ofMember(user, tenant, clock.instant()));
    }

    /// The same of many, such as all who have a role.
    public void members(TenantId tenant, List<UserId> users, long version) {
        var now = clock.instant();
        outbox.append(
                CurrentActor.get(),
                tenant,
                users.stream()
                        .map(user -> event(version, Revocation.ofMember(user, tenant, now)))
                        .toList());
    }

    /// All tokens of a tenant so far.
    public void tenant(TenantId tenant, long version) {
        append(tenant, version, new Revocation(Kind.TENANT, tenant.value(), clock.instant()));
    }

    /// All tokens of an API key, whenever they were issued.
    public void key(TenantId tenant, UUID key, long version) {
        append(tenant, version, new Revocation(Kind.SESSION, key, clock.instant()));
    }

    /// The tokens that earlier secrets of an API key were swapped for up to that instant.
    public void earlierSecret(TenantId tenant, UUID key, long version, Instant before) {
        append(tenant, version, new Revocation(Kind.ROTATED_KEY, key, before));
    }

    /// All tokens of a service user so far.
    public void serviceUser(TenantId tenant, UserId serviceUser, long version) {
        append(tenant, version, new Revocation(Kind.USER, serviceUser.value(), clock.instant()));
    }

    /// The tokens of a service user that earlier passwords were swapped for up to that instant.
    public void earlierPassword(TenantId tenant, UserId serviceUser, long version, Instant before) {
        append(tenant, version, new Revocation(Kind.ROTATED_PASSWORD, serviceUser.value(), before));
    }

    private void append(TenantId tenant, long version, Revocation revocation) {
        outbox.append(tenant, event(version, revocation));
    }

    private static DomainEvent event(long version, Revocation revocation) {
        return DomainEvent.of(EventType.ACCESS_REVOKED, revocation.id(), version, Audience.NOBODY, revocation);
    }
}
