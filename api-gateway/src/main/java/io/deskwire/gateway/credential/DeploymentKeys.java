package io.deskwire.gateway.credential;

import io.deskwire.common.identity.PublishableKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// The two keys of a deployment: the publishable one, which every frontend holds and which grants nothing but the right
/// to sign in, and the secret one of trusted servers. Compared in constant time.
@ConfigurationProperties("deskwire.keys")
public record DeploymentKeys(String publishable, String secret) {
    static final String SECRET_PREFIX = "sb_secret_";

    public DeploymentKeys {
        require(publishable, PublishableKey.PREFIX, "publishable");
        require(secret, SECRET_PREFIX, "secret");
    }

    boolean isPublishable(String key) {
        return same(publishable, key);
    }

    boolean isSecret(String key) {
        return same(secret, key);
    }

    @Override
    public String toString() {
        return "DeploymentKeys[publishable=" + publishable + ", secret=…]";
    }

    private static void require(String key, String prefix, String name) {
        if (!key.startsWith(prefix) || key.length() < prefix.length() + 16) {
            throw new IllegalArgumentException("deskwire.keys." + name + " is missing or too short (expected: " + prefix
                    + " and at least 16 characters)");
        }
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
