package io.deskwire.automation.pairing;

import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Writes down that requests nobody approved in time are over. Every node may run it at any time.
@Component
class PairingExpiry {
    private static final int BATCH = 200;

    private final PairingRepository requests;
    private final PairingEvents events;
    private final PairingProperties properties;
    private final SystemAccess system;
    private final Clock clock;

    PairingExpiry(
            PairingRepository requests,
            PairingEvents events,
            PairingProperties properties,
            SystemAccess system,
            Clock clock) {
        this.requests = requests;
        this.events = events;
        this.properties = properties;
        this.system = system;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "PT30S")
    void sweep() {
        system.run("pairing-expiry", () -> {
            var now = clock.instant();
            requests.forget(now.minus(properties.kept()), now.minus(properties.expiredKept()));
            for (var request : requests.due(now, BATCH)) {
                var after = request.expired(now);
                requests.update(after);
                if (!after.isUnbound()) {
                    events.expired(request, after);
                }
            }
        });
    }
}
