package io.deskwire.automation.claim;

import io.deskwire.automation.claim.ReportService.Answer;
import io.deskwire.automation.job.FailureKind;
import io.deskwire.automation.job.Job;
import io.deskwire.automation.job.JobId;
import io.deskwire.automation.job.Lease.Token;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.Conflict;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// What agents report of the jobs they hold.
@RestController
@RequestMapping("/api/v1/automation/jobs/{id}")
class ReportController {
    private final ReportService reports;
    private final LeaseProperties properties;

    ReportController(ReportService reports, LeaseProperties properties) {
        this.reports = reports;
        this.properties = properties;
    }

    /// @param unknownIfLost true once the agent is past the point where trying again is safe
    record StartRequest(@Nullable Long leaseSeq, @Nullable Boolean unknownIfLost) {}

    @PostMapping("/start")
    LeasedJob start(Caller caller, @PathVariable UUID id, @RequestBody StartRequest request) {
        var check = new FieldCheck();
        var token = token(check, caller, request.leaseSeq());
        check.done();
        return leased(reports.start(caller, new JobId(id), token, Boolean.TRUE.equals(request.unknownIfLost())));
    }

    record HeartbeatRequest(
            @Nullable Long leaseSeq, @Nullable Integer progress) {}

    @PostMapping("/heartbeat")
    LeasedJob heartbeat(Caller caller, @PathVariable UUID id, @RequestBody HeartbeatRequest request) {
        var check = new FieldCheck();
        var token = token(check, caller, request.leaseSeq());
        var progress = request.progress() == null ? null : check.range("progress", request.progress(), 0, 100, 0);
        check.done();
        return leased(reports.heartbeat(caller, new JobId(id), token, progress));
    }

    record CompleteRequest(
            @Nullable Long leaseSeq, @Nullable JsonNode result) {}

    @PostMapping("/complete")
    Job complete(Caller caller, @PathVariable UUID id, @RequestBody CompleteRequest request) {
        var check = new FieldCheck();
        var token = token(check, caller, request.leaseSeq());
        var result = check.object("result", request.result(), Job.MAX_DOCUMENT);
        check.done();
        return counted(reports.complete(caller, new JobId(id), token, result));
    }

    record FailRequest(
            @Nullable Long leaseSeq,
            @Nullable String kind,
            @Nullable String error) {}

    @PostMapping("/fail")
    Job fail(Caller caller, @PathVariable UUID id, @RequestBody FailRequest request) {
        var check = new FieldCheck();
        var token = token(check, caller, request.leaseSeq());
        check.require(request.kind() != null, "kind", "must be given");
        var kind = check.oneOf("kind", request.kind(), FailureKind.class, FailureKind.RETRYABLE);
        var error = check.text("error", request.error(), 4_000);
        check.done();
        return counted(reports.fail(caller, new JobId(id), token, kind, error));
    }

    private static Token token(FieldCheck check, Caller caller, @Nullable Long leaseSeq) {
        return new Token(caller.subject(), check.present("lease_seq", leaseSeq, 0L));
    }

    private LeasedJob leased(Answer answer) {
        return LeasedJob.of(counted(answer), properties.heartbeat());
    }

    private static Job counted(Answer answer) {
        return switch (answer) {
            case Answer.Counted counted -> counted.job();
            case Answer.Stale stale ->
                throw new Conflict(
                        "lease-stale",
                        "lease_seq %d is no longer this agent's lease of the job; stop working on it and claim again"
                                .formatted(stale.named().leaseSeq()));
        };
    }
}
