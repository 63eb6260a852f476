package io.deskwire.automation.pairing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.deskwire.automation.agent.AgentService;
import io.deskwire.automation.pairing.PairingRequest.Proof;
import io.deskwire.automation.pairing.PairingRequest.Status;
import io.deskwire.automation.tenantdirectory.TenantDirectory;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.common.tenancy.SystemAccess;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

/// The device's side of pairing, before it is anybody: everything here goes through the system door.
///
/// A slug that names no active tenant is answered like one that does, and the request expires by itself: nobody
/// learns from here which tenants there are. Who mistyped the slug sees the same as who waits in vain. So does
/// who asks a tenant whose list is full: a refusal would tell that the tenant exists.
@Service
class DevicePairing {
    private static final TenantId NO_TENANT = new TenantId(Uuid7.NIL);

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
        @Override
        public String toString() {
            return "Progress[" + status + "]";
        }
    }

    Opened open(Draft draft, String address) {
        terms.limits().request(draft.deviceId(), address);
        return system.call("pairing-request", () -> {
            var tenant = tenants.active(draft.tenant())
                    .filter(known -> requests.open(known) < terms.properties().openPerTenant());
            var holder = tenant.orElse(NO_TENANT);
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
            requests.insert(request, draft.publicKey());
            tenant.ifPresent(_ -> told.requested(request));
            return new Opened(
                    id,
                    given.code(),
                    given.secret(),
                    request.expiresAt(),
                    terms.properties().interval().toSeconds());
        });
    }

    /// @param secret null for the bare status
    Progress progress(PairingId id, @Nullable String secret, String address) {
        terms.limits().status(address);
        return system.call("pairing-status", () -> {
            var now = terms.clock().instant();
            var request = requests.find(id)
                    .orElseThrow(() -> new NotFound("pairing request", id))
                    .at(now);
            if (secret == null) {
                return new Progress(request.status(), null, null);
            }
            if (!MessageDigest.isEqual(request.proof().secretHash(), PairingCode.hashOfSecret(secret))) {
                throw new Unauthenticated("X-Pairing-Secret is not this request's");
            }
            var agent = request.agentId();
            if (request.status() != Status.APPROVED || agent == null || !requests.takeToken(id, now)) {
                return new Progress(request.status(), agent, null);
            }
            return new Progress(request.status(), agent, agents.mint(agent).orElse(null));
        });
    }
}
