package io.deskwire.auth.provisioning.provisioner;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the services are, and how long one of their answers may take.
@ConfigurationProperties("deskwire.auth.provisioning")
record ProvisionerProperties(
        @DefaultValue Address chatwoot,
        @DefaultValue Address n8n,
        @DefaultValue Address botpress,
        @DefaultValue Address odoo,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout) {

    /// @param url empty where the deployment does not have the service
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
}
