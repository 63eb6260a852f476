package io.deskwire.automation.pairing;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.EventType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Writes down that requests nobody approved in time are over. Every node may run it at any time.
@Component
class PairingExpiry {
    private static final int BATCH = 200;

    private final PairingRepository requests;
    private final PairingTold told;
    private final DevicePairing.Terms terms;
    private final SystemAccess system;

    PairingExpiry(PairingRepository requests, PairingTold told, DevicePairing.Terms terms, SystemAccess system) {
        this.requests = requests;
        this.told = told;
        this.terms = terms;
        this.system = system;
    }

    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "PT30S")
    void sweep() {
        system.run("pairing-expiry", () -> {
            var now = terms.clock().instant();
            requests.forget(
                    now.minus(terms.properties().kept()),
                    now.minus(terms.properties().expiredKept()));
            for (var request : requests.due(now, BATCH)) {
                var after = request.expired(now);
                requests.update(after);
                if (!after.isUnbound()) {
                    told.event(EventType.PAIRING_EXPIRED, request, after);
                }
            }
        });
    }
}
