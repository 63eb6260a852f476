package io.deskwire.common.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

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
    ///
    /// @param timestamp in seconds since 1970, as `webhook-timestamp` says
    public String sign(UUID message, long timestamp, String body) {
        try {
            return new Webhook(text).sign(message.toString(), timestamp, body);
        } catch (EmptyWebhookSecretException | WebhookSigningException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
