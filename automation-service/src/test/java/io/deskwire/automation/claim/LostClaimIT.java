package io.deskwire.automation.claim;

import static io.deskwire.automation.JobBoard.JOBS;
import static io.deskwire.automation.JobBoard.claim;
import static io.deskwire.automation.JobBoard.ids;
import static io.deskwire.automation.JobBoard.send;
import static io.deskwire.automation.JobBoard.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.deskwire.automation.AutomationServiceTest;
import io.deskwire.automation.Fleet;
import io.deskwire.automation.Fleet.Paired;
import io.deskwire.automation.JobBoard;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.RawRequest;
import io.deskwire.testsupport.RawRequest.Leave;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/// Claims whose clients leave: before there is a job, while it is claimed, and before the answer.
@AutomationServiceTest
class LostClaimIT {
    @Autowired
    Fleet fleet;

    @Autowired
    MeterRegistry meters;

    @Autowired
    @Qualifier("appPool")
    HikariDataSource pool;

    ExecutorService threads;
    Fleet.Desk desk;
    Paired amazon;

    @BeforeEach
    void furnish() {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        desk = fleet.desk("acme");
        amazon = fleet.agent(desk, "AMAZON_AGENT");
    }

    @AfterEach
    void end() {
        threads.close();
    }

    @ParameterizedTest
    @EnumSource
    void claimsNothingForAClientThatLeft(Leave how) {
        var claim = UUID.randomUUID();
        try (var waiting = raw(claim, 25)) {
            waits(claim);
            assertThat(requestsInProgress()).isPositive();
            waiting.leave(how);
            var job = job();
            await("the wait ends").until(() -> requestsInProgress() == 0);
            assertThat(told(fleet, job)).containsExactly("job.created");
            if (how == Leave.HALF_CLOSE) {
                assertThat(waiting.answer()).startsWith("HTTP/1.1 200").endsWith("{\"jobs\":[]}");
            }
            var other = fleet.agent(desk, "AMAZON_AGENT");
            assertThat(claim(other, UUID.randomUUID(), 1, 0)
                            .json()
                            .at("/jobs/0/attempt")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void givesAReloadedClientTheJob() throws Exception {
        var before = UUID.randomUUID();
        var gone = raw(before, 25);
        waits(before);
        gone.leave(Leave.CLOSE);
        var reloaded = UUID.randomUUID();
        var answer = threads.submit(() -> claim(amazon, reloaded, 1, 25));
        waits(reloaded);
        var job = job();
        assertThat(ids(answer.get())).containsExactly(job);
        assertThat(answer.get().json().at("/jobs/0/attempt").asInt()).isEqualTo(1);
    }

    @Test
    void endsTheOlderWaitsOfAnAgentThatClaimsAnew() throws Exception {
        var older = UUID.randomUUID();
        var ended = threads.submit(() -> send(amazon, older, 1, 25));
        waits(older);
        var newer = UUID.randomUUID();
        var answer = threads.submit(() -> claim(amazon, newer, 1, 25));
        waits(newer);
        ended.get().problem(409, "claim-superseded");
        assertThat(answer).isNotDone();
        var job = job();
        assertThat(ids(answer.get())).containsExactly(job);
    }

    @Test
    void answersARepeatedWaitLikeTheFirst() throws Exception {
        var claim = UUID.randomUUID();
        var first = threads.submit(() -> claim(amazon, claim, 1, 25));
        var request = waits(claim);
        var second = threads.submit(() -> claim(amazon, claim, 1, 25));
        await().until(() -> !waits(claim).equals(request));
        var job = job();
        assertThat(ids(first.get())).containsExactly(job);
        assertThat(ids(second.get())).containsExactly(job);
        assertThat(second.get().json()).isEqualTo(first.get().json());
    }

    @ParameterizedTest
    @EnumSource
    void undoesAClaimThatCouldNotBeAnswered(Leave how) {
        var job = job();
        try (var held = fleet.hold("outbox");
                var lost = raw(UUID.randomUUID(), 0)) {
            held.awaitWaiter();
            lost.leave(how);
            held.close();
            await().until(() -> told(fleet, job), List.of("job.created", "job.claimed", "job.retried")::equals);
        }
        assertThat(untouched(job)).isTrue();
        var log = desk.api()
                .get("/api/v1/automation/events?job_id=" + job)
                .expect(200)
                .json()
                .at("/data/0");
        assertThat(log.get("type").asString()).isEqualTo("job.retried");
        assertThat(log.get("agent_id").asString()).isEqualTo(amazon.id().toString());
        assertThat(log.at("/data/kind").asString()).isEqualTo("claim_undone");
        assertThat(log.at("/data/attempt").asInt()).isZero();

        var next = claim(amazon, UUID.randomUUID(), 1, 0).json().at("/jobs/0");
        assertThat(next.get("attempt").asInt()).isEqualTo(1);
        assertThat(next.at("/lease/seq").asInt()).isEqualTo(2);
        complete(job, 1).problem(409, "lease-stale");
        complete(job, 2).expect(200);
    }

    @Test
    void leavesTheJobWithARepeatOfTheLostClaim() throws Exception {
        var job = job();
        var claim = UUID.randomUUID();
        try (var held = fleet.hold("outbox");
                var lost = raw(claim, 0)) {
            held.awaitWaiter();
            var repeat = threads.submit(() -> claim(amazon, claim, 1, 5));
            lost.leave(Leave.CLOSE);
            held.close();
            var got = repeat.get().json().at("/jobs/0");
            assertThat(got.get("id").asString()).isEqualTo(job);
            assertThat(got.get("attempt").asInt()).isEqualTo(1);
            complete(job, got.at("/lease/seq").asLong()).expect(200);
        }
    }

    @Test
    void holdsNoConnectionOfTheDatabaseWhileItWaits() throws Exception {
        var claim = UUID.randomUUID();
        var answer = threads.submit(() -> claim(amazon, claim, 1, 25));
        waits(claim);
        await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
        assertThat(answer).isNotDone();
        job();
        answer.get();
    }

    private long requestsInProgress() {
        return meters.get("http.server.requests.active").longTaskTimers().stream()
                .mapToLong(LongTaskTimer::activeTasks)
                .sum();
    }

    private RawRequest raw(UUID claim, int wait) {
        return RawRequest.post(amazon.api(), JOBS + "/claim", Map.of("claim_id", claim, "wait_seconds", wait));
    }

    /// Until the claim has looked for the first time; the request that brought it.
    private String waits(UUID claim) {
        return await().until(
                        () -> fleet.query(
                                "SELECT coalesce((SELECT request_id::text FROM agent_claims WHERE claim_id = :claim), '')",
                                Map.of("claim", claim)),
                        request -> !request.isEmpty());
    }

    private String job() {
        return JobBoard.job(desk, Map.of("max_attempts", 1));
    }

    private Api.Answer complete(String job, long lease) {
        return amazon.api().post(JOBS + "/" + job + "/complete", Map.of("lease_seq", lease, "result", Map.of()));
    }

    private boolean untouched(String job) {
        var now = desk.api().get(JOBS + "/" + job).expect(200).json();
        return now.get("status").asString().equals("QUEUED")
                && now.get("attempt").asInt() == 0
                && now.get("claimed_by").isNull();
    }
}
