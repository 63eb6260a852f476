package io.deskwire.automation;

import io.deskwire.automation.Fleet.Desk;
import io.deskwire.automation.Fleet.Paired;
import io.deskwire.testsupport.Api;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Jobs as the tests speak of them.
public final class JobBoard {
    public static final String JOBS = "/api/v1/automation/jobs";

    private JobBoard() {}

    /// A job as an agent holds it.
    public record Held(String id, long seq) {}

    /// A job that is due.
    public static String job(Desk desk) {
        return job(desk, Map.of());
    }

    /// @param more besides its type
    public static String job(Desk desk, Map<String, ?> more) {
        var wanted = new HashMap<String, Object>(more);
        wanted.put("type", "PLACE_ORDER");
        return desk.api().post(JOBS, wanted).expect(201).text("/id");
    }

    public static List<Held> claim(Paired agent, int max) {
        var held = new ArrayList<Held>();
        claim(agent, UUID.randomUUID(), max, 0)
                .json()
                .get("jobs")
                .forEach(job -> held.add(
                        new Held(job.get("id").asString(), job.at("/lease/seq").asLong())));
        return held;
    }

    public static Api.Answer claim(Paired agent, UUID claim, int max, int wait) {
        return send(agent, claim, max, wait).expect(200);
    }

    public static Api.Answer send(Paired agent, UUID claim, int max, int wait) {
        return agent.api().post(JOBS + "/claim", Map.of("claim_id", claim, "max", max, "wait_seconds", wait));
    }

    public static Api.Answer complete(Paired agent, Held job) {
        return agent.api()
                .post(JOBS + "/" + job.id() + "/complete", Map.of("lease_seq", job.seq(), "result", Map.of()));
    }

    public static List<String> ids(Api.Answer claimed) {
        return claimed.json().get("jobs").findValuesAsString("id");
    }

    /// What was told of a job, in order.
    public static List<String> told(Fleet fleet, String job) {
        return fleet
                .rows("SELECT type FROM outbox WHERE subject = :id ORDER BY subject_version", Map.of("id", job))
                .stream()
                .map(row -> row.get("type").toString())
                .toList();
    }
}
