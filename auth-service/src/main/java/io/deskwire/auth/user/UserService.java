package io.deskwire.auth.user;

import io.deskwire.auth.audit.Attribution;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.user.User.Identity;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to users. Callers bring the transaction and, for people, the system door: signing in has no caller yet.
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class UserService {
    private final UserRepository users;
    private final AuditLog audit;
    private final Clock clock;

    UserService(UserRepository users, AuditLog audit, Clock clock) {
        this.users = users;
        this.audit = audit;
        this.clock = clock;
    }

    /// Empty where the address is taken.
    ///
    /// @param confirmed the address counts as confirmed without a mail
    /// @param passwordHash null for somebody who signs in by mail only
    public Optional<User> createPerson(
            String email, @Nullable String passwordHash, Map<String, Object> metadata, boolean confirmed) {
        var now = clock.instant();
        var id = new UserId(Uuid7.next());
        var identity = Identity.ofEmail(id, email, confirmed, now).besides(metadata);
        var edit = User.person(id, email, identity, now)
                .edit()
                .passwordHash(passwordHash)
                .userMetadata(identity.identityData());
        if (confirmed) {
            edit.at(Milestone.EMAIL_CONFIRMED, now);
        }
        var user = edit.done();
        if (!users.insert(user)) {
            return Optional.empty();
        }
        audit.recordBy(
                Attribution.knownOr(Attribution.person(id, null)),
                null,
                "user_signedup",
                id.value(),
                Map.of("provider", "email"));
        return Optional.of(user);
    }

    /// Somebody without an address, who may become a person later by giving one.
    public User createAnonymous(Map<String, Object> metadata) {
        var now = clock.instant();
        var user = User.anonymous(new UserId(Uuid7.next()), metadata, now);
        users.insert(user);
        audit.recordBy(
                Attribution.knownOr(Attribution.person(user.id(), null)),
                null,
                "user_signedup",
                user.id().value(),
                Map.of("provider", "anonymous"));
        return user;
    }

    /// The address is known to be the person's own. Needs [#findForUpdate].
    public User confirmEmail(User user) {
        return withEmail(user, Objects.requireNonNull(user.email()));
    }

    /// The person's address is this one from now on, and known to be its own; an anonymous user becomes a person.
    /// Needs [#findForUpdate]. Raises `DuplicateKeyException` where it is taken.
    public User changeEmail(User user, String email) {
        return withEmail(user, email);
    }

    private User withEmail(User user, String email) {
        var now = clock.instant();
        var providers = new ArrayList<Object>();
        if (user.appMetadata().get("providers") instanceof List<?> known) {
            providers.addAll(known);
        }
        if (!providers.contains("email")) {
            providers.add("email");
        }
        var identity = Identity.ofEmail(user.id(), email, true, now);
        var edit = user.edit()
                .email(email)
                .newEmail(email.equals(user.newEmail()) ? null : user.newEmail())
                .anonymous(false)
                .at(Milestone.EMAIL_CONFIRMED, now)
                .userMetadata(identity.identityData())
                .appMetadata(Map.of("providers", providers));
        if (!user.appMetadata().containsKey("provider")) {
            edit.appMetadata(Map.of("provider", "email"));
        }
        users.update(edit.done(), now);
        users.putEmailIdentity(user.id(), identity);
        return users.find(user.id()).orElseThrow();
    }

    /// The same password, hashed anew; nothing where the password was changed meanwhile.
    public void replaceHash(UserId id, String before, String after) {
        users.replaceHash(id, before, after);
    }

    /// Removes anonymous users that have been away that long and own nothing.
    ///
    /// @return how many
    public int forgetAnonymous(Duration absence) {
        return users.deleteAnonymous(clock.instant().minus(absence));
    }

    /// Stores everything but the identities; needs [#findForUpdate]. Raises `DuplicateKeyException` where the address
    /// is taken.
    public void save(User user) {
        users.update(user, clock.instant());
    }

    /// Stores a new account as it is, with its identities; false where the address is taken. Raises
    /// `DuplicateKeyException` where the id is.
    public boolean add(User user) {
        if (!users.insert(user)) {
            return false;
        }
        if (user.bannedUntil() != null) {
            users.update(user, user.createdAt());
        }
        return true;
    }

    public void addIdentity(UserId user, Identity identity) {
        users.insert(user, identity);
    }

    /// The address by which the account signs in with a password changed: its e-mail identity says so, and is made
    /// where there is none.
    public void putEmailIdentity(UserId user, Identity identity) {
        users.putEmailIdentity(user, identity);
    }

    /// As [#save], once something happened to it.
    ///
    /// @return the user with the time of it
    public User happened(User user, Milestone milestone) {
        var told = user.edit().at(milestone, clock.instant()).done();
        save(told);
        return told;
    }

    /// A service user of the tenant: written under row-level security, so only the tenant's own admins can.
    public User createServiceUser(
            UserId id, TenantId tenant, String email, String passwordHash, Map<String, Object> metadata) {
        var now = clock.instant();
        var appMetadata = new HashMap<String, Object>(metadata);
        appMetadata.put("provider", "email");
        appMetadata.put("providers", List.of("email"));
        appMetadata.put("is_service_user", true);
        var user = User.serviceUser(id, tenant, email, appMetadata, now)
                .edit()
                .passwordHash(passwordHash)
                .done();
        if (!users.insert(user)) {
            throw new IllegalStateException("a generated address was taken");
        }
        return user;
    }

    /// What a service user signs in with.
    ///
    /// @param previousHash of the password that was replaced; null where it had none
    public record ServiceUserLogin(String email, @Nullable String previousHash) {
        @Override
        public String toString() {
            return "ServiceUserLogin[" + email + "]";
        }
    }

    /// Replaces a service user's password; under row-level security, so only the admins of its tenant can.
    ///
    /// @param hash null where it shall not sign in any more
    /// @return what it signs in with, and the hash before
    public ServiceUserLogin changeServiceUserPassword(UserId id, TenantId tenant, @Nullable String hash) {
        return users.changeServiceUserPassword(id, tenant, hash, clock.instant());
    }

    /// Sets what a service user's tokens say of it and its application; other metadata stays. Under row-level security.
    public void describeServiceUser(UserId id, TenantId tenant, Map<String, Object> metadata) {
        users.describeServiceUser(id, tenant, metadata, clock.instant());
    }

    @Transactional(propagation = Propagation.SUPPORTS)
    public Optional<User> find(UserId id) {
        return users.find(id);
    }

    /// Nobody else changes it until the transaction ends. Find it so before [User#edit]: saving writes every column.
    public Optional<User> findForUpdate(UserId id) {
        return users.findForUpdate(id);
    }

    /// [#findForUpdate] by the address that the user has once nobody else changes it.
    public Optional<User> findByEmailForUpdate(String email) {
        return users.findByEmailForUpdate(normalized(email));
    }

    /// Those that are changing their address to this one; several may want it.
    public List<User> changingTo(String email) {
        return users.changingTo(normalized(email));
    }

    public Optional<User> findByEmail(String email) {
        return users.findByEmail(normalized(email));
    }

    /// Begins a session: from now on the request is this user's. Needs [#findForUpdate].
    ///
    /// @return the user as it is then
    public User signedIn(User user, SessionId session, @Nullable TenantId tenant, String method) {
        var attribution = user.attribution(session);
        audit.recordBy(attribution, tenant, "login", user.id().value(), Map.of("method", method));
        attribution.actsInThisRequest();
        return users.signedIn(user.id(), clock.instant());
    }

    public static String normalized(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
