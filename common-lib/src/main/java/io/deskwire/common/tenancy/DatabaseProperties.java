package io.deskwire.common.tenancy;

import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where this service's own database is. One password serves the service's four roles (ADR 0004).
///
/// @param service names the roles `<service>_owner`, `_app`, `_system` and `_cdc`
/// @param name the database; by default called like the service
/// @param appConnections upper bound of the pool that serves requests
/// @param systemConnections upper bound of the pool behind [SystemAccess]
@ConfigurationProperties("deskwire.database")
public record DatabaseProperties(
        @DefaultValue("127.0.0.1") String host,
        @DefaultValue("24322") int port,
        String service,
        @DefaultValue("") String name,
        @DefaultValue("") String password,
        @DefaultValue("16") int appConnections,
        @DefaultValue("8") int systemConnections) {

    public DatabaseProperties {
        name = name.isEmpty() ? service : name;
        if (!service.matches("[a-z]+")) {
            throw new IllegalArgumentException("service: '" + service + "' (expected: lower-case letters)");
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s?ApplicationName=%s&reWriteBatchedInserts=true&connectTimeout=5&tcpKeepAlive=true"
                .formatted(host, port, name, service);
    }

    public String role(Role role) {
        return service + "_" + role.name().toLowerCase(Locale.ROOT);
    }

    public enum Role {
        /// Owns the database; runs the migrations.
        OWNER,
        /// Serves requests under row-level security.
        APP,
        /// Background work and the secret key; bypasses row-level security.
        SYSTEM,
        /// Replication of the outbox, nothing else.
        CDC
    }

    @Override
    public String toString() {
        return "DatabaseProperties[%s@%s:%d/%s]".formatted(service, host, port, name);
    }
}
