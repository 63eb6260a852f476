package io.deskwire.automation.pairing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.deskwire.automation.agent.AgentService;
import io.deskwire.automation.pairing.PairingRequest.Proof;
import io.deskwire.automation.pairing.PairingRequest.Status;
import io.deskwire.automation.tenantdirectory.TenantArrived;
import io.deskwire.automation.tenantdirectory.TenantDirectory;
import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.common.tenancy.SystemAccess;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

/// The device's side of pairing, before it is anybody: everything here goes through the system door.
///
/// A slug that names no active tenant is answered like one that does, after the same time, and the request expires by
/// itself: nobody learns from here which tenants there are. Who mistyped the slug sees the same as who waits in vain.
/// So does who asks a tenant whose list is full: a refusal would tell that the tenant exists.
///
/// A tenant that is so new that nobody has heard of it here gets the request as soon as somebody does.
@Service
class DevicePairing {
    /// Longer than it takes to write a request down and to tell its tenant.
    private static final Duration ANSWER_AFTER = Duration.ofMillis(50);

    /// Compared with where there is no request.
    private static final byte[] NOBODYS = new byte[32];

    private final SecureRandom random = new SecureRandom();
    private final PairingRepository requests;
    private final PairingTold told;
    private final TenantDirectory tenants;
    private final AgentService agents;
    private final SystemAccess system;
    private final Terms terms;

    DevicePairing(
            PairingRepository requests,
            PairingTold told,
            TenantDirectory tenants,
            AgentService agents,
            SystemAccess system,
            Terms terms) {
        this.requests = requests;
        this.told = told;
        this.tenants = tenants;
        this.agents = agents;
        this.system = system;
        this.terms = terms;
    }

    /// The rules of pairing and the time they are measured in.
    @Component
    record Terms(PairingProperties properties, PairingLimits limits, Clock clock) {}

    record Draft(
            String tenant,
            String agentType,
            String deviceId,
            @Nullable String deviceName,
            @Nullable String publicKey) {}

    /// Shown to the device once.
    ///
    /// @param interval seconds between two questions for the status
    record Opened(PairingId id, String code, String secret, Instant expiresAt, long interval) {
        @Override
        public String toString() {
            return "Opened[" + id + "]";
        }
    }

    /// @param agentToken handed out once, to the holder of the secret
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Progress(
            Status status,
            @Nullable UserId agentId,
            @Nullable String agentToken) {
        Progress withoutToken() {
            return new Progress(status, agentId, null);
        }

        @Override
        public String toString() {
            return "Progress[" + status + "]";
        }
    }

    Opened open(Draft draft, String address) {
        terms.limits().request(draft.deviceId(), address);
        var begun = System.nanoTime();
        var opened = system.call("pairing-request", () -> {
            var tenant = tenants.active(draft.tenant())
                    .filter(known -> requests.open(known) < terms.properties().openPerTenant());
            var holder = tenant.orElse(PairingRequest.NO_TENANT);
            var now = terms.clock().instant();
            var id = new PairingId(Uuid7.next());
            var given = PairingCode.random(random);
            var request = new PairingRequest(
                    id,
                    holder,
                    draft.agentType(),
                    draft.deviceId(),
                    draft.deviceName(),
                    address,
                    Status.PENDING,
                    null,
                    null,
                    now.plus(terms.properties().life()),
                    1,
                    now,
                    now,
                    new Proof(
                            PairingCode.hashOfCode(id, given.code()),
                            PairingCode.hashOfSecret(given.secret()),
                            0,
                            false));
            requests.insert(request, draft);
            tenant.ifPresent(_ -> told.requested(request));
            return new Opened(
                    id,
                    given.code(),
                    given.secret(),
                    request.expiresAt(),
                    terms.properties().interval().toSeconds());
        });
        rest(ANSWER_AFTER.minusNanos(System.nanoTime() - begun));
        return opened;
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
            var room = terms.properties().openPerTenant() - requests.open(tenant.tenant());
            if (room > 0) {
                requests.bind(tenant, room, terms.clock().instant()).forEach(told::requested);
            }
        });
    }

    /// The token is handed out once, to a device that is there to take it.
    ///
    /// @param secret null for the bare status
    Progress progress(PairingId id, @Nullable String secret, String address, ClientConnection device) {
        terms.limits().status(address);
        return system.call("pairing-status", () -> {
            var now = terms.clock().instant();
            var found = requests.find(id).map(request -> request.at(now));
            if (secret == null) {
                return found.map(request -> new Progress(request.status(), null, null))
                        .orElseThrow(() -> new NotFound("pairing request", id));
            }
            var request = found.orElse(null);
            var expected = request == null ? NOBODYS : request.proof().secretHash();
            if (!MessageDigest.isEqual(expected, PairingCode.hashOfSecret(secret)) || request == null) {
                throw new Unauthenticated("no pairing request has this id and this X-Pairing-Secret");
            }
            var agent = request.agentId();
            if (request.status() != Status.APPROVED
                    || agent == null
                    || !device.isOpen()
                    || !requests.takeToken(id, now)) {
                return new Progress(request.status(), agent, null);
            }
            return new Progress(request.status(), agent, agents.mint(agent).orElse(null));
        });
    }

    /// The device left before it got the token: the next who holds the secret gets it.
    void giveTokenBack(PairingId id) {
        system.run("pairing-status", () -> requests.giveTokenBack(id));
    }
}
