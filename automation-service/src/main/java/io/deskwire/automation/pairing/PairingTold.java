package io.deskwire.automation.pairing;

import io.deskwire.automation.joblog.JobLog;
import io.deskwire.common.event.Audience;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who is told of a pairing request: the tenant's automation admins, and the log.
@Component
class PairingTold {
    private final Outbox outbox;
    private final JobLog log;

    PairingTold(Outbox outbox, JobLog log) {
        this.outbox = outbox;
        this.log = log;
    }

    void requested(PairingRequest request) {
        event(EventType.PAIRING_REQUESTED, null, request);
    }

    /// @param before null for a new request
    void event(EventType type, @Nullable PairingRequest before, PairingRequest after) {
        outbox.append(
                after.tenantId(),
                new DomainEvent(
                        type,
                        after.id().value(),
                        after.version(),
                        Audience.of(Permission.ADMIN_AUTOMATION),
                        after,
                        before));
        line(type.wire(), after);
    }

    void line(String type, PairingRequest request) {
        log.append(
                request.tenantId(),
                new JobLog.Line(
                        type,
                        null,
                        request.agentId(),
                        Map.of(
                                "pairing_request_id", request.id(),
                                "agent_type", request.agentType(),
                                "device_id", request.deviceId(),
                                "wrong_codes", request.proof().wrongCodes())));
    }
}
