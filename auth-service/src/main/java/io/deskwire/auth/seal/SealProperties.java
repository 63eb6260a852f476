package io.deskwire.auth.seal;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param keys the first seals, all open, so that a new one can be put before the old; none: nothing is sealed, and
/// what needs a seal is refused
@ConfigurationProperties("deskwire.auth.seal")
record SealProperties(@DefaultValue("") List<String> keys) {
    private static final int MIN_KEY = 24;

    SealProperties {
        keys = keys.stream().map(String::strip).filter(key -> !key.isEmpty()).toList();
        if (keys.stream().anyMatch(key -> key.length() < MIN_KEY)) {
            throw new IllegalArgumentException(
                    "DESKWIRE_ENCRYPTION_KEY has a key that is too short (expected: at least %d random characters)"
                            .formatted(MIN_KEY));
        }
    }

    @Override
    public String toString() {
        return "SealProperties[keys=%d]".formatted(keys.size());
    }
}
