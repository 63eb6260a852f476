package io.deskwire.auth.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.auth.password.ImportedHash;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.user.UserEdit;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/// What an administrator may say of an account, as GoTrue's `createUser` and `updateUserById` send it.
@JsonIgnoreProperties(ignoreUnknown = true)
record UserParams(
        @Nullable String id,
        @Nullable String aud,
        @Nullable String role,
        @Nullable String email,
        @Nullable String phone,
        @JsonUnwrapped @Nullable Secret secret,
        @Nullable Boolean emailConfirm,
        @JsonUnwrapped @Nullable Metadata metadata,
        @Nullable String banDuration) {
    /// A password, or the hash of one that is brought along.
    record Secret(@Nullable String password, @Nullable String passwordHash) {
        @Override
        public String toString() {
            return "Secret[…]";
        }
    }

    record Metadata(
            @Nullable Map<String, @Nullable Object> userMetadata,
            @Nullable Map<String, @Nullable Object> appMetadata) {}

    @Nullable
    String password() {
        return secret == null ? null : secret.password();
    }

    @Nullable
    String passwordHash() {
        return secret == null ? null : secret.passwordHash();
    }

    @Nullable
    Map<String, @Nullable Object> userMetadata() {
        return metadata == null ? null : metadata.userMetadata();
    }

    @Nullable
    Map<String, @Nullable Object> appMetadata() {
        return metadata == null ? null : metadata.appMetadata();
    }

    static final String MARK = "is_service_user";
    private static final String ROLE = "authenticated";

    /// Refuses what this deployment has not: phones, and PostgreSQL roles of one's own choosing.
    void requireSupported() {
        if (StringUtils.hasLength(phone)) {
            throw new GoTrueException(400, "phone_provider_disabled", "Phone signups are disabled");
        }
        if (!isEmptyOr(ROLE, role) || !isEmptyOr(ROLE, aud)) {
            throw GoTrueException.invalid("Users have the role and the audience \"%s\"".formatted(ROLE));
        }
        if (StringUtils.hasLength(password()) && StringUtils.hasLength(passwordHash())) {
            throw GoTrueException.invalid("Only a password or a password hash should be provided");
        }
        if (StringUtils.hasLength(passwordHash()) && !ImportedHash.supported(Objects.requireNonNull(passwordHash()))) {
            throw GoTrueException.invalid("Password hash has to be bcrypt or Argon2 (i, id) within the supported cost");
        }
    }

    /// Null where none was chosen.
    @Nullable
    UserId chosenId() {
        if (id == null || id.isEmpty()) {
            return null;
        }
        var chosen =
                Uuid7.parse(id).orElseThrow(() -> GoTrueException.invalid("ID must conform to the uuid v4 format"));
        if (chosen.equals(Uuid7.NIL)) {
            throw GoTrueException.invalid("ID cannot be a nil uuid");
        }
        return new UserId(chosen);
    }

    /// Lays the metadata on an account. Raises `validation_failed` where it grows too large.
    ///
    /// @param ours keys of `app_metadata` that are not the administrator's to set
    void describe(UserEdit edit, Set<String> ours) {
        if (userMetadata() instanceof Map<String, @Nullable Object> said) {
            edit.userMetadata(said);
        }
        if (appMetadata() instanceof Map<String, @Nullable Object> said) {
            var theirs = new HashMap<>(said);
            theirs.keySet().removeAll(ours);
            edit.appMetadata(theirs);
        }
    }

    boolean confirmed() {
        return Boolean.TRUE.equals(emailConfirm);
    }

    boolean hasEmail() {
        return StringUtils.hasLength(email);
    }

    /// Whether a service user is meant. Trusted because nobody but an administrator gets here. A mark that is neither
    /// true nor false is refused: it would make a person of what shall be a service user.
    boolean marksServiceUser() {
        var byUser = isTrue(ofUser(MARK));
        var byApp = isTrue(ofApp(MARK));
        return byUser || byApp;
    }

    private static boolean isTrue(@Nullable Object mark) {
        return switch (mark) {
            case null -> false;
            case Boolean said -> said;
            default -> throw GoTrueException.invalid(MARK + " has to be true or false");
        };
    }

    @Nullable
    Object ofUser(String key) {
        var said = userMetadata();
        return said == null ? null : said.get(key);
    }

    @Nullable
    Object ofApp(String key) {
        var said = appMetadata();
        return said == null ? null : said.get(key);
    }

    private static boolean isEmptyOr(String expected, @Nullable String given) {
        return given == null || given.isEmpty() || given.equals(expected);
    }

    @Override
    public String toString() {
        return "UserParams[" + email + "]";
    }
}
