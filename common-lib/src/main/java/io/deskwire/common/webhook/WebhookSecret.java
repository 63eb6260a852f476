package io.deskwire.common.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A key both sides know, `whsec_` and base64 (Standard Webhooks 1.0, scheme v1).
public record WebhookSecret(@JsonValue String text) {
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;

    public static WebhookSecret generate(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    /// `whsec_…`, or `v1,whsec_…` as Supabase configures hooks.
    public static WebhookSecret parse(String text) {
        var bare = text.strip().replaceFirst("^v1,", "");
        if (!bare.startsWith(PREFIX) || bare.length() == PREFIX.length()) {
            throw new IllegalArgumentException("a webhook secret begins with whsec_ and goes on in base64");
        }
        Base64.getDecoder().decode(bare.substring(PREFIX.length()));
        return new WebhookSecret(bare);
    }

    /// One entry of `webhook-signature`.
    public String sign(UUID message, long timestamp, String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(text.substring(PREFIX.length())), "HmacSHA256"));
            var signed = "%s.%d.%s".formatted(message, timestamp, body).getBytes(StandardCharsets.UTF_8);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
