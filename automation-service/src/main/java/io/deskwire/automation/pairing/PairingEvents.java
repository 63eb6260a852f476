package io.deskwire.automation.pairing;

import io.deskwire.automation.eventlog.EventLog;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.tenancy.CurrentActor;
import io.deskwire.contracts.event.EventType;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What happened to a pairing request, told to the tenant's automation admins and to the event log.
@Component
class PairingEvents {
    private final Outbox outbox;
    private final EventLog log;

    PairingEvents(Outbox outbox, EventLog log) {
        this.outbox = outbox;
        this.log = log;
    }

    void requested(PairingRequest request) {
        outbox.created(EventType.PAIRING_REQUESTED, request);
        note(EventType.PAIRING_REQUESTED.wire(), request);
    }

    void approved(PairingRequest before, PairingRequest after) {
        changed(EventType.PAIRING_APPROVED, before, after);
    }

    void rejected(PairingRequest before, PairingRequest after) {
        changed(EventType.PAIRING_REJECTED, before, after);
    }

    void expired(PairingRequest before, PairingRequest after) {
        changed(EventType.PAIRING_EXPIRED, before, after);
    }

    private void changed(EventType type, PairingRequest before, PairingRequest after) {
        outbox.changed(type, before, after);
        note(type.wire(), after);
    }

    /// For the log alone: a guess is no change of the request.
    void wrongCode(PairingRequest request) {
        note("pairing.wrong_code", request);
    }

    private void note(String type, PairingRequest request) {
        log.append(
                CurrentActor.get(),
                request.tenantId(),
                new EventLog.Line(
                        type,
                        null,
                        request.decision().agentId(),
                        Map.of(
                                "pairing_request_id", request.id(),
                                "agent_type", request.applicant().agentType(),
                                "device_id", request.applicant().deviceId(),
                                "wrong_codes", request.proof().wrongCodes())));
    }
}
