package io.deskwire.automation.job;

import io.deskwire.automation.account.AccountId;
import io.deskwire.automation.job.JobRepository.Filter;
import io.deskwire.automation.job.JobService.Draft;
import io.deskwire.automation.jobtype.JobTypes;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Jobs for their makers and minders.
@RestController
@RequestMapping("/api/v1/automation/jobs")
class JobController {
    private static final int MAX_PRIORITY = 100;
    private static final int MAX_ATTEMPTS = 3;

    private final JobService jobs;
    private final JobTypes types;

    JobController(JobService jobs, JobTypes types) {
        this.jobs = jobs;
        this.types = types;
    }

    record CreateRequest(
            @Nullable String type,
            @Nullable JsonNode payload,
            @Nullable String accountId,
            @Nullable Integer priority,
            @Nullable Instant runAt,
            @Nullable String uniqueKey,
            @Nullable Integer maxAttempts) {

        Draft draft(JobTypes types) {
            var check = new FieldCheck();
            var account = check.optionalId("account_id", accountId);
            var draft = new Draft(
                    check.text("type", type, 100),
                    check.object("payload", payload, Job.MAX_DOCUMENT),
                    account == null ? null : new AccountId(account),
                    check.range("priority", priority, -MAX_PRIORITY, MAX_PRIORITY, 0),
                    check.optionalInstant("run_at", runAt),
                    check.optionalText("unique_key", uniqueKey, 200),
                    check.range("max_attempts", maxAttempts, 1, MAX_ATTEMPTS, MAX_ATTEMPTS));
            check.require(
                    draft.type().isEmpty() || types.all().contains(draft.type()),
                    "type",
                    "'%s' (expected: one of %s)".formatted(draft.type(), types.all()));
            check.done();
            return draft;
        }
    }

    @PostMapping
    ResponseEntity<Job> create(Caller caller, @RequestBody CreateRequest request) {
        var created = jobs.create(caller, request.draft(types));
        var job = created.job();
        return created.existed()
                ? Revision.ok(job, job.version())
                : Revision.created("/api/v1/automation/jobs/" + job.id(), job, job.version());
    }

    @GetMapping
    Page<Job> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(name = "account_id", required = false) @Nullable UUID account,
            PageRequest page) {
        return jobs.list(
                caller, new Filter(status(status), type, account == null ? null : new AccountId(account), null), page);
    }

    private static @Nullable JobStatus status(@Nullable String wire) {
        if (wire == null) {
            return null;
        }
        var known = List.of(JobStatus.values());
        var check = new FieldCheck();
        var found = known.stream().filter(status -> status.wire().equals(wire)).findFirst();
        check.require(
                found.isPresent(),
                "status",
                "'%s' (expected: one of %s)".formatted(wire, Arrays.toString(JobStatus.values())));
        check.done();
        return found.orElseThrow();
    }

    @GetMapping("/{id}")
    ResponseEntity<Job> get(Caller caller, @PathVariable UUID id) {
        return answer(jobs.get(caller, new JobId(id)));
    }

    @PostMapping("/{id}/cancel")
    ResponseEntity<Job> cancel(Caller caller, @PathVariable UUID id) {
        return answer(jobs.cancel(caller, new JobId(id)));
    }

    @PostMapping("/{id}/retry")
    ResponseEntity<Job> retry(Caller caller, @PathVariable UUID id) {
        return answer(jobs.retry(caller, new JobId(id)));
    }

    record ResolveRequest(@Nullable String note, @Nullable JsonNode result) {}

    @PostMapping("/{id}/resolve")
    ResponseEntity<Job> resolve(Caller caller, @PathVariable UUID id, @RequestBody ResolveRequest request) {
        var check = new FieldCheck();
        var note = check.text("note", request.note(), 2_000);
        var result = request.result() == null ? null : check.object("result", request.result(), Job.MAX_DOCUMENT);
        check.done();
        return answer(jobs.resolve(caller, new JobId(id), note, result));
    }

    private static ResponseEntity<Job> answer(Job job) {
        return Revision.ok(job, job.version());
    }
}
