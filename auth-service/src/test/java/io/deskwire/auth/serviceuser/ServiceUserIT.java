package io.deskwire.auth.serviceuser;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AuthServiceTest
class ServiceUserIT {
    @Autowired
    People people;

    Api admin;
    String path;

    @BeforeEach
    void makeOne() {
        admin = people.api().as(people.founder("services").accessToken());
        path = admin.post(
                        "/api/v1/service-users",
                        Map.of(
                                "name", "robot",
                                "description", "does things",
                                "permissions", List.of("tickets.read", "tickets.write")))
                .expect(201)
                .header("Location");
    }

    @Test
    void keepsWhatAPatchDoesNotNameAndClearsWhatItNulls() {
        var patch = new HashMap<String, Object>();
        patch.put("name", "renamed");
        patch.put("description", null);

        var patched = admin.patch(path, patch).expect(200);

        assertThat(patched.text("/name")).isEqualTo("renamed");
        assertThat(patched.json().get("description").isNull()).isTrue();
        assertThat(patched.json().get("permissions")).hasSize(2);
        assertThat(patched.json().get("version").asInt()).isEqualTo(2);
        assertThat(patched.header("ETag")).isEqualTo("W/\"2\"");
    }

    @Test
    void refusesAStaleUpdateAndNamesWhatChanged() {
        var etag = admin.get(path).expect(200).header("ETag");
        admin.patch(path, Map.of("description", "changed")).expect(200);

        var problem =
                admin.with("If-Match", etag).patch(path, Map.of("name", "late")).problem(412, "stale");

        assertThat(problem.get("changed").valueStream().map(n -> n.asString()).toList())
                .contains("description")
                .doesNotContain("name");
        assertThat(admin.get(path).text("/name")).isEqualTo("robot");
    }

    @Test
    void namesBadAndUnknownFieldsOfAPatch() {
        var errors = admin.patch(path, Map.of("status", "asleep", "nonsense", 1, "permissions", List.of("no.such")))
                .problem(400, "malformed")
                .get("errors");

        assertThat(errors.findValuesAsString("field")).containsExactlyInAnyOrder("status", "nonsense", "permissions");
    }

    @Test
    void pagesThroughAListWithoutLossOrRepetition() {
        for (int i = 0; i < 4; i++) {
            admin.post("/api/v1/service-users", Map.of("name", "robot " + i, "permissions", List.of()))
                    .expect(201);
        }

        var first = admin.get("/api/v1/service-users?limit=4").expect(200);
        var second = admin.get("/api/v1/service-users?limit=4&cursor=" + first.text("/next_cursor"))
                .expect(200);

        assertThat(first.json().get("data")).hasSize(4);
        assertThat(second.json().get("data")).hasSize(2);
        assertThat(second.json().get("next_cursor").isNull()).isTrue();
        for (var bad : Arrays.asList("limit=0", "limit=201", "limit=x", "cursor=nonsense", "cursor=bm9uc2Vuc2U")) {
            admin.get("/api/v1/service-users?" + bad).problem(400, "malformed");
        }
    }
}
