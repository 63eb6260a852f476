package io.deskwire.automation.pairing;

import io.deskwire.automation.agent.Agent;
import io.deskwire.automation.agent.AgentService;
import io.deskwire.automation.device.DeviceService;
import io.deskwire.automation.pairing.PairingRequest.Status;
import io.deskwire.automation.pairing.PairingRequest.Verdict;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.sql.Row;
import io.deskwire.contracts.access.Permission;
import java.security.MessageDigest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The approver's side of pairing.
@Service
class PairingService {
    private final PairingRepository requests;
    private final PairingEvents events;
    private final AgentService agents;
    private final DeviceService devices;
    private final PairingProperties properties;
    private final Clock clock;

    PairingService(
            PairingRepository requests,
            PairingEvents events,
            AgentService agents,
            DeviceService devices,
            PairingProperties properties,
            Clock clock) {
        this.requests = requests;
        this.events = events;
        this.agents = agents;
        this.devices = devices;
        this.properties = properties;
        this.clock = clock;
    }

    /// What an approval came to. A refusal is a value, because its count of wrong codes must be committed.
    sealed interface Approval {
        record Granted(Agent agent) implements Approval {}

        record WrongCode(int left) implements Approval {}
    }

    @Transactional
    Approval approve(Caller caller, PairingId id, String code) {
        var request = known(caller, id);
        var now = clock.instant();
        var fits = MessageDigest.isEqual(request.proof().codeHash(), PairingCode.hashOfCode(id, code));
        return switch (request.judge(fits, caller.actor(), properties.maxWrongCodes(), now)) {
            case Verdict.Over over -> throw over(over.status());
            case Verdict.Already already -> new Approval.Granted(agents.get(caller, already.agent()));
            case Verdict.Wrong wrong -> refuse(request, wrong);
            case Verdict.Right _ -> grant(caller, request);
        };
    }

    private Approval grant(Caller caller, PairingRequest request) {
        var device = request.applicant();
        devices.paired(request.tenantId(), device.deviceId(), device.deviceName());
        var agent = agents.pair(
                caller.actor(),
                request.tenantId(),
                new Agent.Installation(device.agentType(), device.deviceId(), device.deviceName()));
        var after = request.approved(agent.id(), caller.actor(), clock.instant());
        save(after);
        events.approved(request, after);
        return new Approval.Granted(agent);
    }

    private Approval refuse(PairingRequest request, Verdict.Wrong wrong) {
        if (wrong.after().status() == Status.REJECTED) {
            save(wrong.after());
            events.rejected(request, wrong.after());
        } else {
            requests.countWrongCode(wrong.after());
            events.wrongCode(wrong.after());
        }
        return new Approval.WrongCode(wrong.left());
    }

    /// Safe to repeat.
    @Transactional
    PairingRequest reject(Caller caller, PairingId id) {
        var request = known(caller, id);
        var now = clock.instant();
        return switch (request.at(now).status()) {
            case REJECTED -> request;
            case APPROVED, EXPIRED -> throw over(request.at(now).status());
            case PENDING -> {
                var after = request.rejected(caller.actor(), now);
                save(after);
                events.rejected(request, after);
                yield after;
            }
        };
    }

    @Transactional(readOnly = true)
    Page<PairingRequest> list(Caller caller, @Nullable Status status, PageRequest page) {
        caller.require(Permission.ADMIN_AUTOMATION);
        return page.page(requests.page(caller.requireTenant(), status, page), request -> Cursor.of(request.id()));
    }

    private PairingRequest known(Caller caller, PairingId id) {
        caller.require(Permission.ADMIN_AUTOMATION);
        return requests.find(caller.requireTenant(), id).orElseThrow(() -> new NotFound("pairing request", id));
    }

    private void save(PairingRequest after) {
        if (!requests.update(after)) {
            throw Conflict.changedMeanwhile("pairing request");
        }
    }

    private static Conflict over(Status status) {
        return new Conflict(
                "pairing-over",
                "the pairing request is %s already; let the device ask again".formatted(Row.wire(status)));
    }
}
