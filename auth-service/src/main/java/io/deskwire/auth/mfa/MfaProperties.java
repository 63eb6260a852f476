package io.deskwire.auth.mfa;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param encryptionKeys what seals the factors' secrets: the first seals, all open, so that a new one can be put
/// before the old; none: nobody can enrol
/// @param maxFactors how many factors somebody may have
/// @param challengeLife how long a challenge can be answered
/// @param unverifiedLife after this a factor that was never verified makes room for another
@ConfigurationProperties("deskwire.auth.mfa")
record MfaProperties(
        @DefaultValue("") List<String> encryptionKeys,
        @DefaultValue("10") int maxFactors,
        @DefaultValue("5m") Duration challengeLife,
        @DefaultValue("5m") Duration unverifiedLife) {
    private static final int MIN_KEY = 24;

    MfaProperties {
        encryptionKeys = encryptionKeys.stream()
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .toList();
        if (encryptionKeys.stream().anyMatch(key -> key.length() < MIN_KEY)) {
            throw new IllegalArgumentException(
                    "DESKWIRE_ENCRYPTION_KEY has a key that is too short (expected: at least %d random characters)"
                            .formatted(MIN_KEY));
        }
    }

    boolean enabled() {
        return !encryptionKeys.isEmpty();
    }

    @Override
    public String toString() {
        return "MfaProperties[keys=%d]".formatted(encryptionKeys.size());
    }
}
