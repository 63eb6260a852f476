package io.deskwire.automation.pairing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.deskwire.automation.agent.AgentService;
import io.deskwire.automation.pairing.PairingRequest.Status;
import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.common.tenancy.SystemAccess;
import java.security.MessageDigest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Tells a device how its request stands, and hands out the token once it is approved. Everything here goes through the
/// system door: the device is nobody yet.
@Service
class TokenPickup {
    /// Compared with where there is no request.
    private static final byte[] NOBODYS = new byte[32];

    private final PairingRepository requests;
    private final AgentService agents;
    private final SystemAccess system;
    private final Clock clock;

    TokenPickup(PairingRepository requests, AgentService agents, SystemAccess system, Clock clock) {
        this.requests = requests;
        this.agents = agents;
        this.system = system;
        this.clock = clock;
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

    /// The token is handed out once, to a device that is there to take it.
    ///
    /// @param secret null for the bare status
    Progress progress(PairingId id, @Nullable String secret, ClientConnection device) {
        return system.call("pairing-status", () -> {
            var now = clock.instant();
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
            var agent = request.decision().agentId();
            if (request.status() != Status.APPROVED
                    || agent == null
                    || !device.isOpen()
                    || !requests.takeToken(id, now)) {
                return new Progress(request.status(), agent, null);
            }
            return new Progress(request.status(), agent, agents.mint(agent).orElse(null));
        });
    }

    /// The device left before it got the token: the next one with the secret gets it.
    void giveTokenBack(PairingId id) {
        system.run("pairing-status", () -> requests.giveTokenBack(id));
    }
}
