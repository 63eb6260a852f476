package io.deskwire.automation.pairing;

import io.deskwire.automation.jobtype.JobTypes;
import io.deskwire.automation.pairing.PairingIntake.Draft;
import io.deskwire.automation.pairing.PairingIntake.Opened;
import io.deskwire.automation.pairing.PairingRequest.Applicant;
import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.observe.ClientAddress;
import io.deskwire.common.problem.FieldCheck;
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
import org.springframework.web.bind.annotation.RestController;

/// Pairing for the device that asks, which has no token yet.
@RestController
class ApplicantController {
    private final PairingIntake intake;
    private final TokenPickup pickup;
    private final PairingLimits limits;
    private final JobTypes types;

    ApplicantController(PairingIntake intake, TokenPickup pickup, PairingLimits limits, JobTypes types) {
        this.intake = intake;
        this.pickup = pickup;
        this.limits = limits;
        this.types = types;
    }

    record OpenRequest(
            @Nullable String tenant,
            @Nullable String agentType,
            @Nullable String deviceId,
            @Nullable String deviceName,
            @Nullable String publicKey) {

        Draft draft(JobTypes types, String address) {
            var check = new FieldCheck();
            var slug = check.text("tenant", tenant, 100);
            var applicant = new Applicant(
                    check.text("agent_type", agentType, 100),
                    check.text("device_id", deviceId, 200),
                    check.optionalText("device_name", deviceName, 200),
                    address);
            var draft = new Draft(slug, applicant, check.optionalText("public_key", publicKey, 4_000));
            check.require(
                    types.agentTypes().contains(applicant.agentType()),
                    "agent_type",
                    "'%s' (expected: one of %s)".formatted(applicant.agentType(), types.agentTypes()));
            check.done();
            return draft;
        }
    }

    @PostMapping("/automation/pairing/request")
    ResponseEntity<Opened> open(@RequestBody OpenRequest request, HttpServletRequest http) {
        var address = ClientAddress.of(http);
        var draft = request.draft(types, address);
        limits.request(draft.applicant().deviceId(), address);
        var opened = intake.open(draft);
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
        limits.status(ClientAddress.of(http));
        var pairing = new PairingId(id);
        var progress = pickup.progress(pairing, secret, device);
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
        var present =
                device.isOpen() && !HttpMethod.HEAD.matches(http.getMethod()); // a HEAD has no body to take it from
        var sent = device.send(present ? progress : progress.withoutToken());
        if (!(present && sent) && progress.agentToken() != null) {
            pickup.giveTokenBack(pairing);
        }
    }
}
