package io.deskwire.automation.claim;

import io.deskwire.automation.claim.Claim.Wish;
import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.FieldCheck;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ClaimController {
    private static final int MAX_JOBS = 50;
    private static final int MAX_WAIT = 30;

    private final ClaimWait claims;

    ClaimController(ClaimWait claims) {
        this.claims = claims;
    }

    record ClaimRequest(
            @Nullable String claimId,
            @Nullable List<@Nullable String> types,
            @Nullable Integer max,
            @Nullable Integer waitSeconds) {

        Wish wish() {
            var check = new FieldCheck();
            var wish = new Wish(
                    check.id("claim_id", claimId),
                    Set.copyOf(check.texts("types", types, 50, 100)),
                    check.range("max", max, 1, MAX_JOBS, 1),
                    Duration.ofSeconds(check.range("wait_seconds", waitSeconds, 0, MAX_WAIT, 0)));
            check.done();
            return wish;
        }
    }

    @PostMapping("/api/v1/automation/jobs/claim")
    void claim(Caller caller, @RequestBody ClaimRequest request, ClientConnection client) throws InterruptedException {
        claims.answer(caller, request.wish(), client);
    }
}
