package io.deskwire.auth.secretkey;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param key `sb_secret_…`; empty: there is none, and nobody has elevated access
/// @param tokenLife of what the key is swapped for; how long a token that leaked opens everything
@ConfigurationProperties("deskwire.auth.secret-key")
record SecretKeyProperties(
        @DefaultValue("") String key, @DefaultValue("5m") Duration tokenLife) {
    SecretKeyProperties {
        if (!key.isEmpty() && (!key.startsWith(SecretKey.PREFIX) || key.length() < SecretKey.PREFIX.length() + 16)) {
            throw new IllegalArgumentException("deskwire.auth.secret-key.key is malformed (expected: "
                    + SecretKey.PREFIX + " and at least 16 characters)");
        }
        if (tokenLife.compareTo(Duration.ofMinutes(1)) < 0 || tokenLife.compareTo(Duration.ofMinutes(15)) > 0) {
            throw new IllegalArgumentException("token-life: " + tokenLife + " (expected: PT1M to PT15M)");
        }
    }

    @Override
    public String toString() {
        return "SecretKeyProperties[" + (key.isEmpty() ? "none" : "…") + "]";
    }
}
