package io.deskwire.automation.pairing;

import io.deskwire.automation.agent.Agent;
import io.deskwire.automation.pairing.PairingRequest.Status;
import io.deskwire.automation.pairing.PairingService.Approval;
import io.deskwire.common.arrival.Arrivals;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.Refused;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Pairing for the approvers.
@RestController
class PairingController {
    private final PairingService approvals;
    private final Arrivals arrivals;

    PairingController(PairingService approvals, Arrivals arrivals) {
        this.approvals = approvals;
        this.arrivals = arrivals;
    }

    record ApproveRequest(@Nullable String code) {}

    record Approved(Agent agent) {}

    @PostMapping("/automation/pairing/requests/{id}/approve")
    Approved approve(Caller caller, @PathVariable UUID id, @RequestBody ApproveRequest request) {
        var check = new FieldCheck();
        var code = check.text("code", request.code(), 40);
        check.done();
        return switch (arrivals.await(() -> approvals.approve(caller, new PairingId(id), code))) {
            case Approval.Granted granted -> new Approved(granted.agent());
            case Approval.WrongCode wrong ->
                throw new Refused(
                        "pairing-code-wrong",
                        wrong.left() > 0
                                ? "the code is not the one the device shows; %d tries left".formatted(wrong.left())
                                : "the code is not the one the device shows; the request is rejected now");
        };
    }

    @PostMapping("/automation/pairing/requests/{id}/reject")
    ResponseEntity<Void> reject(Caller caller, @PathVariable UUID id) {
        arrivals.await(() -> approvals.reject(caller, new PairingId(id)));
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/api/v1/automation/pairing/requests")
    Page<PairingRequest> list(
            Caller caller, @RequestParam(required = false) @Nullable String status, PageRequest page) {
        return approvals.list(caller, filter(status), page);
    }

    private static @Nullable Status filter(@Nullable String status) {
        var check = new FieldCheck();
        var wanted = check.optionalOneOf("status", status, Status.class);
        check.done();
        return wanted;
    }
}
