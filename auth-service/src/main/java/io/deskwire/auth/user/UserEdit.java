package io.deskwire.auth.user;

import io.deskwire.auth.user.User.Login;
import io.deskwire.auth.user.User.Metadata;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.User.Past;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change of a [User] under way: begin with [User#edit], end with [#done]. Not thread-safe.
public final class UserEdit {
    private final User before;
    private final Map<Milestone, Instant> milestones = new EnumMap<>(Milestone.class);
    private @Nullable String email;
    private @Nullable String newEmail;
    private @Nullable String passwordHash;
    private boolean anonymous;
    private @Nullable Instant bannedUntil;
    private Map<String, Object> appMetadata;
    private Map<String, Object> userMetadata;

    UserEdit(User before) {
        this.before = before;
        milestones.putAll(before.past().milestones());
        email = before.email();
        newEmail = before.newEmail();
        passwordHash = before.passwordHash();
        anonymous = before.anonymous();
        bannedUntil = before.bannedUntil();
        appMetadata = before.appMetadata();
        userMetadata = before.userMetadata();
    }

    public User done() {
        return new User(
                before.id(),
                new Login(email, newEmail, passwordHash),
                anonymous,
                new Metadata(appMetadata, userMetadata),
                bannedUntil,
                before.serviceTenant(),
                before.identities(),
                before.factors(),
                new Past(milestones, before.createdAt(), before.updatedAt()));
    }

    public UserEdit email(@Nullable String value) {
        email = value;
        return this;
    }

    public UserEdit newEmail(@Nullable String value) {
        newEmail = value;
        return this;
    }

    public UserEdit passwordHash(@Nullable String value) {
        passwordHash = value;
        return this;
    }

    public UserEdit anonymous(boolean value) {
        anonymous = value;
        return this;
    }

    public UserEdit bannedUntil(@Nullable Instant value) {
        bannedUntil = value;
        return this;
    }

    /// Null: as if it had not happened.
    public UserEdit at(Milestone milestone, @Nullable Instant when) {
        if (when == null) {
            milestones.remove(milestone);
        } else {
            milestones.put(milestone, when);
        }
        return this;
    }

    /// Merged key by key, not deeply; a null removes its key. Raises `validation_failed` where it grows too large.
    public UserEdit appMetadata(Map<String, ? extends @Nullable Object> changes) {
        var after = merged(appMetadata, changes);
        MetadataSize.requireFits("app_metadata", appMetadata, after);
        appMetadata = after;
        return this;
    }

    /// As [#appMetadata].
    public UserEdit userMetadata(Map<String, ? extends @Nullable Object> changes) {
        var after = merged(userMetadata, changes);
        MetadataSize.requireFits("user_metadata", userMetadata, after);
        userMetadata = after;
        return this;
    }

    private static Map<String, Object> merged(
            Map<String, Object> before, Map<String, ? extends @Nullable Object> changes) {
        var after = new HashMap<>(before);
        changes.forEach((key, value) -> {
            if (value == null) {
                after.remove(key);
            } else {
                after.put(key, value);
            }
        });
        return after;
    }
}
