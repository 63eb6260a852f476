package io.deskwire.automation.job;

import io.deskwire.automation.job.JobClaims.Wish;
import io.deskwire.automation.job.JobReports.Outcome;
import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.Conflict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Jobs for those who execute them.
@RestController
@RequestMapping("/api/v1/automation/jobs")
class LeaseController {
    private static final int MAX_JOBS = 50;
    private static final int MAX_WAIT = 30;

    private final ClaimWait claims;
    private final JobReports reports;
    private final JobProperties properties;

    LeaseController(ClaimWait claims, JobReports reports, JobProperties properties) {
        this.claims = claims;
        this.reports = reports;
        this.properties = properties;
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

    @PostMapping("/claim")
    void claim(Caller caller, @RequestBody ClaimRequest request, ClientConnection client) throws InterruptedException {
        claims.answer(caller, request.wish(), client);
    }

    /// @param unknownIfLost true once the agent is past the point where trying again is safe
    record StartRequest(@Nullable Long leaseSeq, @Nullable Boolean unknownIfLost) {}

    @PostMapping("/{id}/start")
    ResponseEntity<?> start(Caller caller, @PathVariable UUID id, @RequestBody StartRequest request) {
        var leaseSeq = leaseSeq(request.leaseSeq());
        return held(reports.start(caller, new JobId(id), leaseSeq, Boolean.TRUE.equals(request.unknownIfLost())));
    }

    record HeartbeatRequest(
            @Nullable Long leaseSeq, @Nullable Integer progress) {}

    @PostMapping("/{id}/heartbeat")
    ResponseEntity<?> heartbeat(Caller caller, @PathVariable UUID id, @RequestBody HeartbeatRequest request) {
        var check = new FieldCheck();
        var leaseSeq = check.present("lease_seq", request.leaseSeq(), 0L);
        var progress = request.progress() == null ? null : check.range("progress", request.progress(), 0, 100, 0);
        check.done();
        return held(reports.heartbeat(caller, new JobId(id), leaseSeq, progress));
    }

    record CompleteRequest(
            @Nullable Long leaseSeq, @Nullable JsonNode result) {}

    @PostMapping("/{id}/complete")
    ResponseEntity<?> complete(Caller caller, @PathVariable UUID id, @RequestBody CompleteRequest request) {
        var check = new FieldCheck();
        var leaseSeq = check.present("lease_seq", request.leaseSeq(), 0L);
        var result = check.object("result", request.result(), JobController.MAX_DOCUMENT);
        check.done();
        return ended(reports.complete(caller, new JobId(id), leaseSeq, result));
    }

    record FailRequest(
            @Nullable Long leaseSeq,
            @Nullable String kind,
            @Nullable String error) {}

    @PostMapping("/{id}/fail")
    ResponseEntity<?> fail(Caller caller, @PathVariable UUID id, @RequestBody FailRequest request) {
        var check = new FieldCheck();
        var leaseSeq = check.present("lease_seq", request.leaseSeq(), 0L);
        check.require(request.kind() != null, "kind", "must be given");
        var kind = check.oneOf("kind", request.kind(), FailureKind.class, FailureKind.RETRYABLE);
        var error = check.text("error", request.error(), 4_000);
        check.done();
        return ended(reports.fail(caller, new JobId(id), leaseSeq, kind, error));
    }

    private static long leaseSeq(@Nullable Long given) {
        var check = new FieldCheck();
        var leaseSeq = check.present("lease_seq", given, 0L);
        check.done();
        return leaseSeq;
    }

    private ResponseEntity<Lease.Held> held(Outcome outcome) {
        return ResponseEntity.ok(Lease.Held.of(counted(outcome), properties));
    }

    private static ResponseEntity<Job> ended(Outcome outcome) {
        return ResponseEntity.ok(counted(outcome));
    }

    private static Job counted(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Counted counted -> counted.job();
            case Outcome.Stale _ ->
                throw new Conflict("lease-stale", "the lease_seq is not the job's present lease of this agent");
        };
    }
}
