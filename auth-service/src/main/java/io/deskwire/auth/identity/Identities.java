package io.deskwire.auth.identity;

import io.deskwire.auth.audit.Attribution;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.provider.ExternalIdentity;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Identity;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to how people prove who they are with other providers. Callers bring the system door; which account an
/// identity belongs to is theirs to decide.
@Service
@Transactional(propagation = Propagation.MANDATORY)
class Identities {
    private final IdentityRepository identities;
    private final UserService users;
    private final AuditLog audit;
    private final Clock clock;

    Identities(IdentityRepository identities, UserService users, AuditLog audit, Clock clock) {
        this.identities = identities;
        this.users = users;
        this.audit = audit;
        this.clock = clock;
    }

    /// Lets nobody else decide about this identity or address until the transaction ends.
    void lock(ExternalIdentity who) {
        identities.lock(who.provider() + " " + who.subject());
        if (who.email() != null) {
            identities.lock(who.email());
        }
    }

    Optional<UserId> owner(ExternalIdentity who) {
        return identities.owner(who);
    }

    /// A new account that proves itself with this identity alone; its address is confirmed. Empty where the address is
    /// taken.
    Optional<User> createPerson(String email, ExternalIdentity who) {
        var now = clock.instant();
        var user = User.person(new UserId(Uuid7.next()), email, identity(who, now), now)
                .edit()
                .userMetadata(who.data())
                .at(Milestone.EMAIL_CONFIRMED, now)
                .done();
        if (!users.add(user)) {
            return Optional.empty();
        }
        audit.recordBy(
                Attribution.knownOr(Attribution.person(user.id(), null)),
                null,
                "user_signedup",
                user.id().value(),
                Map.of("provider", who.provider()));
        return Optional.of(user);
    }

    private static Identity identity(ExternalIdentity who, Instant now) {
        return new Identity(Uuid7.next(), who.subject(), who.provider(), who.data(), now, now, now);
    }

    /// @param user as [UserService#findForUpdate] found it
    void add(UserId user, ExternalIdentity who) {
        users.addIdentity(user, identity(who, clock.instant()));
        listProviders(user);
        recordOf("identity_linked", user, Map.of("provider", who.provider(), "provider_id", who.subject()));
    }

    /// Remembers what the provider says of its person now.
    void signedIn(ExternalIdentity who) {
        identities.signedIn(who, clock.instant());
    }

    /// @param user as [UserService#findForUpdate] found it
    void remove(UserId user, UUID identity) {
        identities.delete(user, identity);
        listProviders(user);
        recordOf("identity_unlinked", user, Map.of("identity_id", identity));
    }

    /// Removes each that fits.
    ///
    /// @param user as [UserService#findForUpdate] found it
    void removeIf(UserId user, Predicate<Identity> unwanted) {
        users.find(user).orElseThrow().identities().stream()
                .filter(unwanted)
                .forEach(identity -> identities.delete(user, identity.identityId()));
        listProviders(user);
    }

    private void recordOf(String action, UserId user, Map<String, ?> details) {
        audit.recordBy(Attribution.knownOr(Attribution.person(user, null)), null, action, user.value(), details);
    }

    /// `app_metadata.providers`, as GoTrue keeps it.
    private void listProviders(UserId id) {
        var user = users.findForUpdate(id).orElseThrow();
        var providers =
                user.identities().stream().map(Identity::provider).distinct().toList();
        var edit = user.edit().appMetadata(Map.of("providers", providers));
        if (!providers.isEmpty()
                && !providers.contains(String.valueOf(user.appMetadata().get("provider")))) {
            edit.appMetadata(Map.of("provider", providers.getFirst()));
        }
        users.save(edit.done());
    }
}
