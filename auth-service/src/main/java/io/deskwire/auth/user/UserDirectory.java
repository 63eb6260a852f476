package io.deskwire.auth.user;

import io.deskwire.common.identity.UserId;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// All accounts, for administrators. Needs the system door, whose transaction it joins.
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class UserDirectory {
    private final UserDirectoryRepository directory;
    private final UserRepository users;
    private final Clock clock;

    UserDirectory(UserDirectoryRepository directory, UserRepository users, Clock clock) {
        this.directory = directory;
        this.users = users;
        this.clock = clock;
    }

    /// @param total of all pages
    public record Found(List<User> users, long total) {}

    public Found list(UserQuery query) {
        return new Found(users.findAll(directory.page(query)), directory.count(query.filter()));
    }

    /// What the account signed in with becomes unreadable, so that it may be used anew.
    public void obscureIdentities(UserId user) {
        directory.obscureIdentities(user, clock.instant());
    }

    /// The tenants it founded; while there are any, the account cannot be deleted.
    public boolean ownsTenants(UserId user) {
        return directory.ownsTenants(user);
    }

    /// Whether it is a service user that its tenant has not deleted.
    public boolean employed(UserId serviceUser) {
        return directory.employed(serviceUser);
    }

    /// With its identities, sessions, keys and everything else of it.
    public void delete(UserId user) {
        directory.delete(user);
    }
}
