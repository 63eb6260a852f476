package io.deskwire.auth.serviceuser;

import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Passwords of service users: an earlier one ends with its overlap, a service user that nobody uses is reported.
@Component
class ServiceUserUpkeep implements AgingCredentials {
    private final ServiceUserRepository serviceUsers;
    private final ServiceUserEvents events;
    private final ServiceUserProperties properties;

    ServiceUserUpkeep(ServiceUserRepository serviceUsers, ServiceUserEvents events, ServiceUserProperties properties) {
        this.serviceUsers = serviceUsers;
        this.events = events;
        this.properties = properties;
    }

    @Override
    public Purposes purposes() {
        return new Purposes("password-overlaps", "unused-service-users");
    }

    @Override
    public void endOverlaps(Instant now) {
        serviceUsers.endOverlaps(now).forEach(events::overlapEnded);
    }

    @Override
    public Duration unusedLimit() {
        return properties.unusedAfter();
    }

    @Override
    public void unused(Instant since, Instant now) {
        serviceUsers.reportUnused(since, now).forEach(events::unused);
    }
}
