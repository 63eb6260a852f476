package io.deskwire.auth.password;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param minLength of a new password, in characters
/// @param requiredCharacters sets of which a new password needs one character each, such as `abc…z`; a colon within
/// the environment variable separates them
/// @param waiting how many hashes may wait for a core before further sign-ins are sent away
/// @param changeNeedsReauthentication a new password needs the mailed code where the session is older than a day
/// @param changeNeedsCurrent a new password needs the old one
@ConfigurationProperties("deskwire.auth.password")
public record PasswordProperties(
        @DefaultValue("6") int minLength,
        @DefaultValue("") String requiredCharacters,
        @DefaultValue("64") int waiting,
        @DefaultValue("false") boolean changeNeedsReauthentication,
        @DefaultValue("false") boolean changeNeedsCurrent) {

    public PasswordProperties {
        if (minLength < 1 || minLength > PasswordPolicy.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "min-length: %d (expected: 1 to %d)".formatted(minLength, PasswordPolicy.MAX_LENGTH));
        }
    }

    List<String> characterSets() {
        return requiredCharacters.isEmpty() ? List.of() : List.of(requiredCharacters.split(":", -1));
    }
}
