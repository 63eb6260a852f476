package io.deskwire.automation.claim;

import io.deskwire.automation.claim.Claim.Answer;
import io.deskwire.automation.claim.Claim.Wish;
import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.FieldCheck;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The long poll: claims, waits for something to claim, and answers. Holds no transaction and no connection of the
/// database while it waits.
///
/// Wakes when this node makes a job claimable, when the next one falls due, and now and then for what other nodes make,
/// for a client that left, and for a newer claim of the agent. What a client that left would have got is given back.
@RestController
class ClaimController {
    private static final int MAX_JOBS = 50;
    private static final int MAX_WAIT = 30;

    private final ClaimService claims;
    private final LeaseLoss leases;
    private final JobSignal signal;

    ClaimController(ClaimService claims, LeaseLoss leases, JobSignal signal) {
        this.claims = claims;
        this.leases = leases;
        this.signal = signal;
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

    record ClaimAnswer(List<LeasedJob> jobs) {}

    @PostMapping("/api/v1/automation/jobs/claim")
    void claim(Caller caller, @RequestBody ClaimRequest body, ClientConnection client) throws InterruptedException {
        var wish = body.wish();
        var request = Uuid7.next();
        var answer = await(caller, wish, request, client);
        var present = client.isOpen();
        var sent = client.send(new ClaimAnswer(present ? answer.jobs() : List.of()));
        if (!(present && sent) && !answer.fresh().isEmpty()) {
            leases.giveBack(wish.claim(caller.requireTenant(), caller.subject(), request, Set.of()), answer.fresh());
        }
    }

    private Answer await(Caller caller, Wish wish, UUID request, ClientConnection client) throws InterruptedException {
        var deadline = System.nanoTime() + wish.patience().toNanos();
        var first = true;
        try (var listener = signal.listen(caller.requireTenant())) {
            while (client.isOpen()) {
                var answer = claims.claim(caller, wish, request, first, client);
                first = false;
                var left = deadline - System.nanoTime();
                if (answer.nextLook().isEmpty() || left <= 0) {
                    return answer;
                }
                var pause =
                        Duration.ofNanos(Math.min(left, answer.nextLook().get().toNanos()));
                if (!listener.await(pause)) {
                    break;
                }
            }
        }
        return Answer.NOTHING;
    }
}
