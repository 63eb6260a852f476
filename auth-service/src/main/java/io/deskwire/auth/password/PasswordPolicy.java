package io.deskwire.auth.password;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.problem.FieldCheck;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// How strong a password has to be, with GoTrue's words for those that are not.
@Component
public class PasswordPolicy {
    static final int MAX_LENGTH = 256;

    private final PasswordProperties properties;

    PasswordPolicy(PasswordProperties properties) {
        this.properties = properties;
    }

    /// What is wrong with a password.
    ///
    /// @param reasons `length`, `characters`
    public record Weakness(String message, List<String> reasons) {}

    /// Null for a password that is strong enough.
    public @Nullable Weakness weakness(String password) {
        var reasons = new ArrayList<String>();
        var messages = new ArrayList<String>();
        if (FieldCheck.characters(password) < properties.minLength()) {
            reasons.add("length");
            messages.add("Password should be at least %d characters.".formatted(properties.minLength()));
        }
        var sets = properties.characterSets();
        if (!sets.stream().allMatch(set -> password.chars().anyMatch(c -> set.indexOf(c) >= 0))) {
            reasons.add("characters");
            messages.add(
                    "Password should contain at least one character of each: %s.".formatted(String.join(", ", sets)));
        }
        return reasons.isEmpty() ? null : new Weakness(String.join(" ", messages), reasons);
    }

    /// Raises `weak_password`, or `validation_failed` for one too long to be hashed.
    public void require(String password) {
        requireHashable(password);
        var weakness = weakness(password);
        if (weakness != null) {
            throw GoTrueException.weakPassword(weakness.message(), weakness.reasons());
        }
    }

    /// A password of a megabyte would cost its hash a second.
    public void requireHashable(String password) {
        if (FieldCheck.characters(password) > MAX_LENGTH) {
            throw GoTrueException.invalid("Password cannot be longer than %d characters".formatted(MAX_LENGTH));
        }
    }
}
