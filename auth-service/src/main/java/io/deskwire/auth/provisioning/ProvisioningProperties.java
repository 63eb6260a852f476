package io.deskwire.auth.provisioning;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the products are and how patient the worker is.
///
/// @param every how often the worker looks for what is due
/// @param lease so long one attempt may take; then another worker takes over
/// @param maxAttempts the last one that fails ends it
/// @param backoff after the first failure; doubled with each further one, up to `maxBackoff`
@ConfigurationProperties("deskwire.auth.provisioning")
record ProvisioningProperties(
        @DefaultValue Address chatwoot,
        @DefaultValue Address n8n,
        @DefaultValue Address botpress,
        @DefaultValue Address odoo,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout,
        @DefaultValue("2s") Duration every,
        @DefaultValue("3m") Duration lease,
        @DefaultValue("8") int maxAttempts,
        @DefaultValue("5s") Duration backoff,
        @DefaultValue("10m") Duration maxBackoff) {

    /// @param url empty where the deployment does not have the product
    /// @param database only Odoo's, where one server has several
    record Address(
            @DefaultValue("") String url,
            @DefaultValue("") String key,
            @DefaultValue("") String database) {

        boolean configured() {
            return !url.isBlank() && !key.isBlank();
        }

        URI uri() {
            return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        }

        @Override
        public String toString() {
            return "Address[" + url + "]";
        }
    }

    /// Null where the failure was the last.
    @Nullable
    Duration delayAfter(int attempts) {
        if (attempts >= maxAttempts) {
            return null;
        }
        var delay = backoff.multipliedBy(1L << Math.min(attempts - 1, 20));
        return delay.compareTo(maxBackoff) < 0 ? delay : maxBackoff;
    }
}
