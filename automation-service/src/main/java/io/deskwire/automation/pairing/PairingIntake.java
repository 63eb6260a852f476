package io.deskwire.automation.pairing;

import io.deskwire.automation.pairing.PairingRequest.Applicant;
import io.deskwire.automation.pairing.PairingRequest.Proof;
import io.deskwire.automation.tenantdirectory.TenantArrived;
import io.deskwire.automation.tenantdirectory.TenantDirectory;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.tenancy.SystemAccess;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/// Takes requests of devices, which are nobody yet: everything here goes through the system door.
///
/// A slug that names no active tenant is answered like one that does, after the same time, and the request expires by
/// itself: nobody learns from here which tenants there are. A mistyped slug looks like a wait in vain. So does a tenant
/// whose list is full: a refusal would tell that the tenant exists.
///
/// A tenant that is so new that nobody has heard of it here gets the request as soon as somebody does.
@Service
class PairingIntake {
    /// Longer than it takes to write a request down and to tell its tenant.
    private static final Duration ANSWER_AFTER = Duration.ofMillis(50);

    private final SecureRandom random = new SecureRandom();
    private final PairingRepository requests;
    private final PairingEvents events;
    private final TenantDirectory tenants;
    private final SystemAccess system;
    private final PairingProperties properties;
    private final Clock clock;

    PairingIntake(
            PairingRepository requests,
            PairingEvents events,
            TenantDirectory tenants,
            SystemAccess system,
            PairingProperties properties,
            Clock clock) {
        this.requests = requests;
        this.events = events;
        this.tenants = tenants;
        this.system = system;
        this.properties = properties;
        this.clock = clock;
    }

    /// @param tenant the slug of the one that is asked
    record Draft(
            String tenant, Applicant applicant, @Nullable String publicKey) {}

    /// Shown to the device once.
    ///
    /// @param interval seconds between two questions for the status
    record Opened(PairingId id, String code, String secret, Instant expiresAt, long interval) {
        @Override
        public String toString() {
            return "Opened[" + id + "]";
        }
    }

    Opened open(Draft draft) {
        var begun = System.nanoTime();
        var opened = system.call("pairing-request", () -> write(draft));
        rest(ANSWER_AFTER.minusNanos(System.nanoTime() - begun));
        return opened;
    }

    private Opened write(Draft draft) {
        var tenant = tenants.active(draft.tenant()).filter(known -> requests.open(known) < properties.openPerTenant());
        var now = clock.instant();
        var id = new PairingId(Uuid7.next());
        var given = PairingCode.random(random);
        var request = PairingRequest.opened(
                id,
                tenant.orElse(PairingRequest.NO_TENANT),
                draft.applicant(),
                Proof.of(id, given),
                now.plus(properties.life()),
                now);
        requests.insert(request, draft);
        tenant.ifPresent(_ -> events.requested(request));
        return new Opened(
                id,
                given.code(),
                given.secret(),
                request.expiresAt(),
                properties.interval().toSeconds());
    }

    private static void rest(Duration left) {
        try {
            if (left.isPositive()) {
                Thread.sleep(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// In the transaction that learns of the tenant.
    @EventListener
    void on(TenantArrived tenant) {
        system.run("pairing-request", () -> {
            var room = properties.openPerTenant() - requests.open(tenant.tenant());
            if (room > 0) {
                requests.bind(tenant, room, clock.instant()).forEach(events::requested);
            }
        });
    }
}
