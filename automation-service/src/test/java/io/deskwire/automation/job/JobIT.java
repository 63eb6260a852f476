package io.deskwire.automation.job;

import static io.deskwire.automation.JobBoard.JOBS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.automation.AutomationServiceTest;
import io.deskwire.automation.Fleet;
import io.deskwire.automation.Fleet.Paired;
import io.deskwire.automation.JobBoard;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.problem.Problem;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.node.JsonNodeFactory;

@AutomationServiceTest
class JobIT {
    @Autowired
    Fleet fleet;

    @Autowired
    JobService jobs;

    @Autowired
    SystemAccess system;

    Fleet.Desk desk;
    Paired ebay;
    Paired amazon;

    @BeforeEach
    void furnish() {
        desk = fleet.desk("acme");
        ebay = fleet.agent(desk, "EBAY_AGENT");
        amazon = fleet.agent(desk, "AMAZON_AGENT");
    }

    @Test
    void isMadeByOneAgentAndDoneByAnother() {
        var made = ebay.api()
                .post(JOBS, Map.of("type", "PLACE_ORDER", "payload", Map.of("order", 1)))
                .expect(201);
        assertThat(made.header("Location")).endsWith(made.text("/id"));
        assertThat(made.text("/status")).isEqualTo("QUEUED");

        var claimed = claim(amazon);
        assertThat(claimed.text("/jobs/0/id")).isEqualTo(made.text("/id"));
        assertThat(claimed.json().at("/jobs/0/attempt").asInt()).isEqualTo(1);
        assertThat(claimed.json().at("/jobs/0/lease/heartbeat_seconds").asInt()).isEqualTo(25);
        assertThat(amazon.api().get(JOBS).expect(200).json().get("data")).hasSize(1);

        var job = JOBS + "/" + made.text("/id");
        var seq = claimed.json().at("/jobs/0/lease/seq").asLong();
        assertThat(amazon.api()
                        .post(job + "/start", Map.of("lease_seq", seq))
                        .expect(200)
                        .text("/status"))
                .isEqualTo("RUNNING");
        amazon.api().post(job + "/start", Map.of("lease_seq", seq)).expect(200);
        amazon.api()
                .post(job + "/heartbeat", Map.of("lease_seq", seq, "progress", 50))
                .expect(200);
        for (int i = 0; i < 2; i++) {
            var done = amazon.api()
                    .post(job + "/complete", Map.of("lease_seq", seq, "result", Map.of("receipt", "r1")))
                    .expect(200);
            assertThat(done.text("/status")).isEqualTo("COMPLETED");
            assertThat(done.text("/result/receipt")).isEqualTo("r1");
        }
        amazon.api()
                .post(job + "/fail", Map.of("lease_seq", seq, "kind", "retryable", "error", "x"))
                .problem(409, "lease-stale");
        assertThat(ebay.api().get(job).expect(200).text("/finished_at")).isNotEmpty();
        assertThat(ebay.api().get(JOBS + "?status=COMPLETED").expect(200).json().get("data"))
                .hasSize(1);
        assertThat(fleet.rows(
                        "SELECT type FROM outbox WHERE subject = :id ORDER BY subject_version",
                        Map.of("id", made.text("/id"))))
                .extracting("type")
                .containsExactly("job.created", "job.claimed", "job.started", "job.progressed", "job.completed");
        assertThat(desk.api()
                        .get("/api/v1/automation/stats")
                        .expect(200)
                        .json()
                        .at("/finished_last24h/COMPLETED")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void needsAttentionAfterThreeFailuresAndIsThenRetriedOrResolved() {
        var id = job(ebay);
        for (int attempt = 1; attempt <= 3; attempt++) {
            var failed = failOnce(id, "retryable");
            assertThat(failed.text("/status")).isEqualTo(attempt < 3 ? "QUEUED" : "FAILED_NEEDS_ATTENTION");
            fleet.clock().advance(Duration.ofSeconds(12));
        }
        assertThat(desk.api()
                        .get("/api/v1/automation/events?job_id=" + id)
                        .expect(200)
                        .json()
                        .get("data"))
                .hasSizeGreaterThanOrEqualTo(7);

        desk.api().post(JOBS + "/" + id + "/retry", Map.of()).expect(200);
        desk.api().post(JOBS + "/" + id + "/retry", Map.of()).problem(409, "job-needs-no-attention");
        assertThat(failOnce(id, "unknown_outcome").text("/status")).isEqualTo("FAILED_NEEDS_ATTENTION");
        desk.api().post(JOBS + "/" + id + "/resolve", Map.of("note", " ")).problem(400, "malformed");
        var resolved = desk.api()
                .post(
                        JOBS + "/" + id + "/resolve",
                        Map.of("note", "ordered by hand", "result", Map.of("receipt", "r2")))
                .expect(200);
        assertThat(resolved.text("/status")).isEqualTo("COMPLETED");
        assertThat(resolved.text("/error")).isEqualTo("timeout");
    }

    @Test
    void isMadeByTheSystemOrATriggerWithoutARequest() {
        var trigger = Actor.trigger(UUID.randomUUID());
        var bySchedule = make(Actor.system("order-schedule"), "PLACE_ORDER");
        var byTrigger = make(trigger, "PLACE_ORDER");
        assertThatThrownBy(() -> make(trigger, "MINE_COINS")).isInstanceOf(Problem.Refused.class);

        var claimed = claim(amazon);
        assertThat(claimed.json().at("/jobs").findValuesAsString("id"))
                .containsExactlyInAnyOrder(bySchedule, byTrigger);
        assertThat(claimed.json().at("/jobs/0/created_by").isNull()).isTrue();
        amazon.api()
                .post(JOBS + "/" + byTrigger + "/complete", Map.of("lease_seq", 1))
                .expect(200);
        assertThat(desk.api().get(JOBS + "/" + byTrigger).expect(200).text("/status"))
                .isEqualTo("COMPLETED");
        assertThat(actors(bySchedule)).containsExactly("system:order-schedule", "agent:" + amazon.id());
        assertThat(actors(byTrigger)).containsExactly(trigger.wire(), "agent:" + amazon.id(), "agent:" + amazon.id());
    }

    private String make(Actor actor, String type) {
        var draft = new JobService.Draft(type, JsonNodeFactory.instance.objectNode(), null, 0, null, null, 3);
        return system.call("order-schedule", () -> jobs.create(actor, new TenantId(desk.tenant()), draft))
                .job()
                .id()
                .toString();
    }

    /// Of the outbox; the event log must know the same.
    private List<String> actors(String job) {
        var told = fleet
                .rows("SELECT actor FROM outbox WHERE subject = :id ORDER BY subject_version", Map.of("id", job))
                .stream()
                .map(row -> row.get("actor").toString())
                .toList();
        var logged = desk.api()
                .get("/api/v1/automation/events?job_id=" + job)
                .expect(200)
                .json()
                .get("data")
                .findValuesAsString("actor");
        assertThat(logged.reversed()).isEqualTo(told);
        return told;
    }

    @Test
    void fencesTheAgentOfACancelledJob() {
        var id = job(ebay);
        claim(amazon);
        assertThat(ebay.api()
                        .post(JOBS + "/" + id + "/cancel", Map.of())
                        .expect(200)
                        .text("/status"))
                .isEqualTo("CANCELLED");
        ebay.api().post(JOBS + "/" + id + "/cancel", Map.of()).expect(200);
        amazon.api().post(JOBS + "/" + id + "/complete", Map.of("lease_seq", 1)).problem(409, "lease-stale");
        assertThat(desk.api()
                        .get("/api/v1/automation/events?job_id=" + id)
                        .expect(200)
                        .text("/data/0/type"))
                .isEqualTo("job.lease_stale");
    }

    @Test
    void isMadeOnceUnderAUniqueKey() {
        var body = Map.of("type", "PLACE_ORDER", "payload", Map.of("b", 1, "a", 2), "unique_key", "order-1");
        var first = ebay.api().post(JOBS, body).expect(201);
        assertThat(ebay.api().post(JOBS, body).expect(200).text("/id")).isEqualTo(first.text("/id"));
        var problem = ebay.api()
                .post(JOBS, Map.of("type", "PLACE_ORDER", "payload", Map.of("a", 3), "unique_key", "order-1"))
                .problem(409, "unique-key-taken");
        assertThat(problem.get("detail").asString()).contains(first.text("/id"));

        ebay.api().post(JOBS + "/" + first.text("/id") + "/cancel", Map.of()).expect(200);
        ebay.api().post(JOBS, body).expect(201);
    }

    @Test
    void takesPayloadsForTheSameByTheirValue() {
        var first = ebay.api()
                .post(JOBS, job("{\"a\":1,\"b\":[1.50,{\"c\":1e2,\"d\":-0.0}]}"))
                .expect(201);
        for (var same : new String[] {
            "{\"b\":[1.5,{\"d\":0,\"c\":100}],\"a\":1.0}", "{\"a\":1e0,\"b\":[15e-1,{\"c\":100.00,\"d\":0}]}"
        }) {
            assertThat(ebay.api().post(JOBS, job(same)).expect(200).text("/id")).isEqualTo(first.text("/id"));
        }
        for (var other : new String[] {
            "{\"a\":\"1\",\"b\":[1.50,{\"c\":1e2,\"d\":0}]}", "{\"a\":1,\"b\":[{\"c\":1e2,\"d\":0},1.50]}", "{\"a\":1}"
        }) {
            ebay.api().post(JOBS, job(other)).problem(409, "unique-key-taken");
        }
    }

    private static String job(String payload) {
        return "{\"type\":\"PLACE_ORDER\",\"unique_key\":\"numbers\",\"payload\":" + payload + "}";
    }

    @Test
    void isForThoseWhoMay() {
        ebay.api().post(JOBS + "/claim", Map.of("claim_id", UUID.randomUUID())).problem(403, "forbidden");
        desk.api().post(JOBS + "/claim", Map.of("claim_id", UUID.randomUUID())).problem(403, "agents-only");
        amazon.api().post(JOBS, Map.of("type", "PLACE_ORDER")).problem(403, "forbidden");
        fleet.member(desk, "jobs.write")
                .post(JOBS, Map.of("type", "PLACE_ORDER"))
                .expect(201);
        fleet.member(desk, "jobs.read")
                .post(JOBS, Map.of("type", "PLACE_ORDER"))
                .problem(403, "forbidden");
        assertThat(fleet.member(desk, "jobs.write").get(JOBS).expect(200).json().get("data"))
                .isEmpty();
        assertThat(amazon.api().get(JOBS).expect(200).json().get("data")).isEmpty();
        fleet.api().get(JOBS).problem(401, "unauthenticated");
    }

    @Test
    void namesEveryBadField() {
        var errors = ebay.api()
                .post(
                        JOBS,
                        Map.of(
                                "type",
                                "MINE_COINS",
                                "priority",
                                1000,
                                "max_attempts",
                                4,
                                "payload",
                                1,
                                "account_id",
                                "x"))
                .problem(400, "malformed")
                .get("errors");
        assertThat(errors.findValuesAsString("field"))
                .containsExactlyInAnyOrder("type", "priority", "max_attempts", "payload", "account_id");
        ebay.api().get(JOBS + "?status=queued").problem(400, "malformed");
        amazon.api().post(JOBS + "/claim", Map.of("max", 51)).problem(400, "malformed");
        amazon.api()
                .post(JOBS + "/claim", Map.of("claim_id", UUID.randomUUID(), "types", List.of("MINE_COINS")))
                .problem(403, "job-type-not-executable");
        amazon.api()
                .post(JOBS + "/" + UUID.randomUUID() + "/complete", Map.of("lease_seq", 1))
                .problem(404, "not-found");
    }

    @Test
    void isOutOfReachFromAnotherTenant() {
        var other = fleet.desk("globex");
        var foreign = fleet.agent(other, "AMAZON_AGENT");
        var id = job(ebay);
        var agent = "/api/v1/automation/agents/" + amazon.id();

        for (var action : new String[] {"cancel", "retry"}) {
            other.api().post(JOBS + "/" + id + "/" + action, Map.of()).problem(404, "not-found");
        }
        other.api().post(JOBS + "/" + id + "/resolve", Map.of("note", "mine")).problem(404, "not-found");
        other.api().get(JOBS + "/" + id).problem(404, "not-found");
        assertThat(claim(foreign).json().get("jobs")).isEmpty();
        for (var report : new String[] {"start", "heartbeat", "complete"}) {
            foreign.api()
                    .post(JOBS + "/" + id + "/" + report, Map.of("lease_seq", 1))
                    .problem(404, "not-found");
        }
        foreign.api()
                .post(JOBS + "/" + id + "/fail", Map.of("lease_seq", 1, "kind", "retryable", "error", "x"))
                .problem(404, "not-found");
        other.api().get(agent).problem(404, "not-found");
        other.api().patch(agent, Map.of("status", "paused")).problem(404, "not-found");
        other.api().delete(agent).problem(404, "not-found");
        other.api().post(agent + "/rotate-token", Map.of()).problem(404, "not-found");
        other.api().post(agent + "/replace", Map.of()).problem(404, "not-found");
        for (var list : new String[] {"jobs", "events?job_id=" + id, "devices?limit=200"}) {
            assertThat(other.api()
                            .get("/api/v1/automation/" + list)
                            .expect(200)
                            .json()
                            .get("data")
                            .toString())
                    .doesNotContain(desk.tenant().toString());
        }
        assertThat(ebay.api().get(JOBS + "/" + id).expect(200).text("/status")).isEqualTo("QUEUED");
    }

    private static String job(Paired agent) {
        return agent.api().post(JOBS, Map.of("type", "PLACE_ORDER")).expect(201).text("/id");
    }

    private Api.Answer failOnce(String id, String kind) {
        var claimed = claim(amazon);
        assertThat(claimed.text("/jobs/0/id")).isEqualTo(id);
        var seq = claimed.json().at("/jobs/0/lease/seq").asLong();
        amazon.api().post(JOBS + "/" + id + "/start", Map.of("lease_seq", seq)).expect(200);
        var report = Map.of("lease_seq", seq, "kind", kind, "error", "timeout");
        var failed = amazon.api().post(JOBS + "/" + id + "/fail", report).expect(200);
        assertThat(amazon.api()
                        .post(JOBS + "/" + id + "/fail", report)
                        .expect(200)
                        .json())
                .isEqualTo(failed.json());
        return failed;
    }

    private static Api.Answer claim(Paired agent) {
        return JobBoard.claim(agent, UUID.randomUUID(), 10, 0);
    }
}
