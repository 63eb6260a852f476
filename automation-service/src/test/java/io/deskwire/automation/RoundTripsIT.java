package io.deskwire.automation;

import static io.deskwire.automation.JobBoard.JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.automation.JobBoard.Held;
import io.deskwire.testsupport.database.RoundTrips;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// How often each write waits for the database.
@AutomationServiceTest
class RoundTripsIT {
    @Autowired
    Fleet fleet;

    Fleet.Desk desk;
    Fleet.Paired amazon;

    @BeforeEach
    void furnish() {
        desk = fleet.desk("acme");
        amazon = fleet.agent(desk, "AMAZON_AGENT");
    }

    @Test
    void aPersonsJobIsWrittenWithItsCommit() {
        assertThat(RoundTrips.fewest(() -> JobBoard.job(desk))).isEqualTo(1);
    }

    @Test
    void anAgentIsLookedUpBeforeItsJobIsWritten() {
        var ebay = fleet.agent(desk, "EBAY_AGENT");

        assertThat(RoundTrips.fewest(() ->
                        ebay.api().post(JOBS, Map.of("type", "PLACE_ORDER")).expect(201)))
                .isEqualTo(2);
    }

    @Test
    void aKeyIsLookedUpBeforeAnythingIsWritten() {
        assertThat(RoundTrips.fewest(() -> desk.api()
                        .with("Idempotency-Key", UUID.randomUUID().toString())
                        .post(JOBS, Map.of("type", "PLACE_ORDER"))
                        .expect(201)))
                .isEqualTo(2);
    }

    @Test
    void aUniqueKeyIsTakenBeforeTheCommit() {
        assertThat(RoundTrips.fewest(() -> JobBoard.job(
                        desk, Map.of("unique_key", UUID.randomUUID().toString()))))
                .isEqualTo(2);
    }

    @Test
    void aClaimAndEachReportWaitOnceBeforeTheirCommit() {
        for (int i = 0; i < RoundTrips.REQUESTS; i++) {
            JobBoard.job(desk);
        }
        var held = new ArrayDeque<Held>();
        var running = new ArrayDeque<Held>();

        assertThat(RoundTrips.fewest(() -> held.addAll(JobBoard.claim(amazon, 1))))
                .isEqualTo(2);
        assertThat(held).hasSize(RoundTrips.REQUESTS);
        assertThat(RoundTrips.fewest(() -> running.add(report(held.poll(), "start", Map.of()))))
                .isEqualTo(2);
        assertThat(RoundTrips.fewest(() -> {
                    var job = running.poll();
                    running.add(report(job, "heartbeat", Map.of()));
                }))
                .isEqualTo(2);
        assertThat(RoundTrips.fewest(() -> report(running.poll(), "complete", Map.of("result", Map.of()))))
                .isEqualTo(2);
    }

    private Held report(Held job, String what, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.put("lease_seq", job.seq());
        amazon.api().post(JOBS + "/" + job.id() + "/" + what, body).expect(200);
        return job;
    }
}
