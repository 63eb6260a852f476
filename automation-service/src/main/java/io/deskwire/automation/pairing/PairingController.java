package io.deskwire.automation.pairing;

import io.deskwire.automation.agent.Agent;
import io.deskwire.automation.agent.AgentProperties;
import io.deskwire.automation.pairing.DevicePairing.Draft;
import io.deskwire.automation.pairing.DevicePairing.Opened;
import io.deskwire.automation.pairing.PairingRequest.Status;
import io.deskwire.automation.pairing.PairingService.Approval;
import io.deskwire.automation.tenantdirectory.Arrivals;
import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.observe.ClientAddress;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PairingController {
    private final DevicePairing devices;
    private final PairingService approvals;
    private final Arrivals arrivals;
    private final AgentProperties agents;

    PairingController(DevicePairing devices, PairingService approvals, Arrivals arrivals, AgentProperties agents) {
        this.devices = devices;
        this.approvals = approvals;
        this.arrivals = arrivals;
        this.agents = agents;
    }

    record OpenRequest(
            @Nullable String tenant,
            @Nullable String agentType,
            @Nullable String deviceId,
            @Nullable String deviceName,
            @Nullable String publicKey) {

        Draft draft(AgentProperties agents) {
            var check = new FieldCheck();
            var draft = new Draft(
                    check.text("tenant", tenant, 100),
                    check.text("agent_type", agentType, 100),
                    check.text("device_id", deviceId, 200),
                    check.optionalText("device_name", deviceName, 200),
                    check.optionalText("public_key", publicKey, 4_000));
            check.require(
                    agents.type(draft.agentType()).isPresent(),
                    "agent_type",
                    "'%s' (expected: one of %s)"
                            .formatted(draft.agentType(), agents.types().keySet()));
            check.done();
            return draft;
        }
    }

    @PostMapping("/automation/pairing/request")
    ResponseEntity<Opened> open(@RequestBody OpenRequest request, HttpServletRequest http) {
        var opened = devices.open(request.draft(agents), ClientAddress.of(http));
        return ResponseEntity.created(URI.create("/automation/pairing/status/" + opened.id()))
                .cacheControl(CacheControl.noStore())
                .body(opened);
    }

    @GetMapping("/automation/pairing/status/{id}")
    void progress(
            @PathVariable UUID id,
            @RequestHeader(name = "X-Pairing-Secret", required = false) @Nullable String secret,
            HttpServletRequest http,
            HttpServletResponse response,
            ClientConnection device) {
        var pairing = new PairingId(id);
        var progress = devices.progress(pairing, secret, ClientAddress.of(http), device);
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
        var present =
                device.isOpen() && !HttpMethod.HEAD.matches(http.getMethod()); // a HEAD has no body to take it from
        var sent = device.send(present ? progress : progress.withoutToken());
        if (!(present && sent) && progress.agentToken() != null) {
            devices.giveTokenBack(pairing);
        }
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
        if (status == null) {
            return null;
        }
        var check = new FieldCheck();
        var wanted = check.oneOf("status", status, Status.class, Status.PENDING);
        check.done();
        return wanted;
    }
}
