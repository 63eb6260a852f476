package io.deskwire.auth.admin;

import io.deskwire.auth.password.PasswordHasher;
import io.deskwire.auth.password.PasswordPolicy;
import io.deskwire.common.secret.RandomSecret;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/// Password hashes as administrators ask for them: of a password, brought along, or of nothing anybody knows.
@Component
class PasswordHashes {
    private static final int GENERATED_BYTES = 48;

    private final PasswordHasher hasher;
    private final PasswordPolicy policy;

    PasswordHashes(PasswordHasher hasher, PasswordPolicy policy) {
        this.hasher = hasher;
        this.policy = policy;
    }

    /// For a new account. Raises `weak_password`.
    String newHash(UserParams params) {
        if (StringUtils.hasLength(params.passwordHash())) {
            return Objects.requireNonNull(params.passwordHash());
        }
        var password = params.password();
        if (password == null || password.isEmpty()) {
            return hasher.hashGenerated(RandomSecret.text(GENERATED_BYTES));
        }
        return checkedHash(password);
    }

    /// Null where it stays.
    @Nullable
    String changedHash(UserParams params) {
        if (StringUtils.hasLength(params.passwordHash())) {
            return params.passwordHash();
        }
        return params.password() == null ? null : checkedHash(params.password());
    }

    /// Raises `weak_password`.
    String checkedHash(String password) {
        policy.require(password);
        return hasher.hash(password);
    }
}
