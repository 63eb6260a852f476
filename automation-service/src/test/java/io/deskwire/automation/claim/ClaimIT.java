package io.deskwire.automation.claim;

import static io.deskwire.automation.JobBoard.JOBS;
import static io.deskwire.automation.JobBoard.claim;
import static io.deskwire.automation.JobBoard.complete;
import static io.deskwire.automation.JobBoard.ids;
import static io.deskwire.automation.JobBoard.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.automation.AutomationServiceTest;
import io.deskwire.automation.Fleet;
import io.deskwire.automation.Fleet.Paired;
import io.deskwire.common.identity.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AutomationServiceTest
class ClaimIT {
    @Autowired
    Fleet fleet;

    @Autowired
    LeaseLoss leases;

    @Autowired
    JobSignal signal;

    Fleet.Desk desk;
    Paired amazon;

    @BeforeEach
    void furnish() {
        desk = fleet.desk("acme");
        amazon = fleet.agent(desk, "AMAZON_AGENT");
    }

    @Test
    void givesEachJobToOneOfManyAgents() throws Exception {
        var agents = IntStream.range(0, 8)
                .mapToObj(_ -> fleet.agent(desk, "AMAZON_AGENT"))
                .toList();
        var made = 500;
        inParallel(IntStream.range(0, made)
                .<Callable<String>>mapToObj(_ -> () -> job(desk))
                .toList());
        var owners = new ConcurrentHashMap<String, UUID>();
        inParallel(agents.stream()
                .<Callable<Void>>map(agent -> () -> {
                    for (var jobs = claim(agent, 7); !jobs.isEmpty(); jobs = claim(agent, 7)) {
                        for (var job : jobs) {
                            assertThat(owners.put(job.id(), agent.id())).isNull();
                            complete(agent, job).expect(200);
                        }
                    }
                    return null;
                })
                .toList());
        assertThat(owners).hasSize(made);
        assertThat(desk.api()
                        .get("/api/v1/automation/stats")
                        .json()
                        .at("/finished_last24h/COMPLETED")
                        .asInt())
                .isEqualTo(made);
    }

    @Test
    void answersARepeatedClaimWithTheSameJobs() throws Exception {
        for (int i = 0; i < 4; i++) {
            job(desk);
        }
        var id = UUID.randomUUID();
        var first = ids(claim(amazon, id, 2, 0));
        assertThat(first).hasSize(2);
        assertThat(ids(claim(amazon, id, 2, 0))).isEqualTo(first);

        var again = UUID.randomUUID();
        var answers = inParallel(IntStream.range(0, 6)
                .<Callable<List<String>>>mapToObj(_ -> () -> ids(claim(amazon, again, 1, 0)))
                .toList());
        assertThat(answers.stream().distinct()).hasSize(1);
        fleet.clock().advance(Duration.ofSeconds(61));
        leases.sweep();
        fleet.clock().advance(Duration.ofSeconds(5));
        assertThat(ids(claim(amazon, id, 4, 0))).hasSize(4);
    }

    @Test
    void fencesAnAgentThatWakesUpLate() {
        var other = fleet.agent(desk, "AMAZON_AGENT");
        var id = job(desk);
        var slow = claim(amazon, 1).getFirst();
        fleet.clock().advance(Duration.ofSeconds(61));
        complete(amazon, slow).problem(409, "lease-stale");
        leases.sweep();
        fleet.clock().advance(Duration.ofSeconds(3));
        var quick = claim(other, 1).getFirst();
        assertThat(quick.seq()).isEqualTo(slow.seq() + 1);

        complete(amazon, slow).problem(409, "lease-stale");
        complete(other, quick).expect(200);
        complete(amazon, slow).problem(409, "lease-stale");

        assertThat(fleet.rows("SELECT id FROM outbox WHERE subject = :id AND type = 'job.completed'", Map.of("id", id)))
                .hasSize(1);
        assertThat(fleet.rows(
                        "SELECT id FROM automation_events WHERE job_id = :id AND type = 'job.lease_stale'",
                        Map.of("id", UUID.fromString(id))))
                .hasSize(3);
    }

    @Test
    void asksForAttentionWhenALeaseEndsPastTheIrreversibleStep() {
        var id = job(desk);
        var held = claim(amazon, 1).getFirst();
        amazon.api()
                .post(JOBS + "/" + id + "/start", Map.of("lease_seq", held.seq(), "unknown_if_lost", true))
                .expect(200);
        fleet.clock().advance(Duration.ofSeconds(60));
        amazon.api()
                .post(JOBS + "/" + id + "/heartbeat", Map.of("lease_seq", held.seq()))
                .expect(200);
        fleet.clock().advance(Duration.ofSeconds(60));
        leases.sweep();
        assertThat(desk.api().get(JOBS + "/" + id).text("/status")).isEqualTo("RUNNING");
        fleet.clock().advance(Duration.ofSeconds(31));
        leases.sweep();
        assertThat(desk.api().get(JOBS + "/" + id).text("/status")).isEqualTo("FAILED_NEEDS_ATTENTION");
    }

    @Test
    void waitsForAJob() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var claim = UUID.randomUUID();
            var waiting = threads.submit(() -> claim(amazon, claim, 1, 25));
            await().until(() -> fleet.rows("SELECT 1 FROM agent_claims WHERE claim_id = :claim", Map.of("claim", claim))
                            .size()
                    == 1);
            assertThat(waiting).isNotDone();
            var id = job(desk);
            assertThat(ids(waiting.get())).containsExactly(id);
        }
    }

    /// Else a wait would notice only by looking again.
    @Test
    void ringsForThoseThatWaitWhenAJobIsCommitted() throws Exception {
        try (var listener = signal.listen(new TenantId(desk.tenant()))) {
            var begun = System.nanoTime();
            job(desk);
            listener.await(Duration.ofSeconds(60));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void answersNothingWhenTheWaitIsOver() {
        var begun = System.nanoTime();
        assertThat(claim(amazon, UUID.randomUUID(), 1, 1).json().get("jobs")).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void tellsOfAllItTookInOneStatement() {
        for (int i = 0; i < 50; i++) {
            job(desk);
        }
        assertThat(claim(amazon, 50)).hasSize(50);
        assertThat(statements("outbox", "type = 'job.claimed'")).isEqualTo("50 in 1");
        assertThat(statements("automation_events", "type = 'job.claimed'")).isEqualTo("50 in 1");

        desk.api().delete("/api/v1/automation/agents/" + amazon.id()).expect(204);
        assertThat(statements("outbox", "type = 'job.retried'")).isEqualTo("50 in 1");
    }

    /// PostgreSQL numbers the commands of a transaction, and each row knows which one made it.
    private String statements(String table, String what) {
        return fleet.query(
                "SELECT count(*) || ' in ' || count(DISTINCT (xmin::text, cmin::text)) FROM " + table
                        + " WHERE tenant_id = :tenant AND " + what,
                Map.of("tenant", desk.tenant()));
    }

    @Test
    void saysWhichJobsAnAgentExecutes() {
        var detail = amazon.api()
                .post(JOBS + "/claim", Map.of("claim_id", UUID.randomUUID(), "types", List.of("MINE_COINS")))
                .problem(403, "job-type-not-executable")
                .get("detail")
                .asString();
        assertThat(detail)
                .isEqualTo("agents of type AMAZON_AGENT do not execute jobs of type 'MINE_COINS'"
                        + " (expected: one of [PLACE_ORDER])");
    }

    @Test
    void prefersPriorityAndRespectsTheTime() {
        var plain = job(desk);
        var urgent = job(desk, Map.of("priority", 10));
        var later = job(
                desk,
                Map.of(
                        "priority",
                        50,
                        "run_at",
                        fleet.clock().instant().plusSeconds(30).toString()));
        assertThat(ids(claim(amazon, UUID.randomUUID(), 5, 0))).containsExactly(urgent, plain);
        fleet.clock().advance(Duration.ofSeconds(30));
        assertThat(ids(claim(amazon, UUID.randomUUID(), 5, 0))).containsExactly(later);
    }

    private static <T> List<T> inParallel(List<Callable<T>> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var results = new ArrayList<T>();
            for (Future<T> done : threads.invokeAll(work)) {
                results.add(done.get());
            }
            return results;
        }
    }
}
