package io.deskwire.auth.identity;

import io.deskwire.auth.audit.Attribution;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Identity;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
    void lock(String provider, String providerId, @Nullable String email) {
        identities.lock(provider + " " + providerId);
        if (email != null) {
            identities.lock(email);
        }
    }

    Optional<UserId> owner(String provider, String providerId) {
        return identities.owner(provider, providerId);
    }

    /// A new account that proves itself with this identity alone; its address is confirmed. Empty where the address is
    /// taken.
    Optional<User> createPerson(String email, String provider, String providerId, Map<String, Object> data) {
        var now = clock.instant();
        var identity = new Identity(Uuid7.next(), providerId, provider, data, now, now, now);
        var user = User.person(new UserId(Uuid7.next()), email, identity, now)
                .edit()
                .userMetadata(data)
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
                Map.of("provider", provider));
        return Optional.of(user);
    }

    /// @param user as [UserService#findForUpdate] found it
    void add(UserId user, String provider, String providerId, Map<String, Object> data) {
        var now = clock.instant();
        users.addIdentity(user, new Identity(Uuid7.next(), providerId, provider, data, now, now, now));
        listProviders(user);
        recordOf("identity_linked", user, Map.of("provider", provider, "provider_id", providerId));
    }

    /// Remembers what the provider says of its person now.
    void signedIn(String provider, String providerId, Map<String, Object> data) {
        identities.signedIn(provider, providerId, data, clock.instant());
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
