package io.deskwire.automation.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.automation.AutomationServiceTest;
import io.deskwire.automation.Fleet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AutomationServiceTest
class AccountIT {
    private static final String JOBS = "/api/v1/automation/jobs";

    @Autowired
    Fleet fleet;

    Fleet.Desk desk;
    String path;
    String id;

    @BeforeEach
    void makeOne() {
        desk = fleet.desk("acme");
        var made = desk.api()
                .post("/api/v1/accounts", Map.of("name", "Shop", "marketplace", "ebay", "metadata", Map.of("vat", "x")))
                .expect(201);
        path = made.header("Location");
        id = made.text("/id");
    }

    @Test
    void isChangedAndGuarded() {
        var patch = new HashMap<String, Object>();
        patch.put("name", "Better shop");
        patch.put("marketplace", null);
        var patched = desk.api().with("If-Match", "W/\"1\"").patch(path, patch).expect(200);
        assertThat(patched.text("/name")).isEqualTo("Better shop");
        assertThat(patched.json().get("marketplace").isNull()).isTrue();
        desk.api()
                .with("If-Match", "W/\"1\"")
                .patch(path, Map.of("name", "late"))
                .problem(412, "stale");
        fleet.member(desk, "jobs.read").patch(path, Map.of("name", "x")).problem(403, "forbidden");
        assertThat(fleet.member(desk, "jobs.read")
                        .get("/api/v1/accounts")
                        .expect(200)
                        .json()
                        .get("data"))
                .hasSize(1);
    }

    @Test
    void showsItsFieldsInTheirOrder() {
        assertThat(desk.api().get(path).expect(200).json().propertyNames())
                .containsExactly(
                        "id",
                        "tenant_id",
                        "name",
                        "marketplace",
                        "external_id",
                        "metadata",
                        "version",
                        "created_by",
                        "created_at",
                        "updated_at");
    }

    @Test
    void staysWhileALiveJobIsForIt() {
        var job = desk.api()
                .post(JOBS, Map.of("type", "PLACE_ORDER", "account_id", id))
                .expect(201)
                .text("/id");
        desk.api().delete(path).problem(409, "account-in-use");
        desk.api().post(JOBS + "/" + job + "/cancel", Map.of()).expect(200);
        desk.api().delete(path).expect(204);
        desk.api().get(path).problem(404, "not-found");
    }

    @Test
    void isOutOfReachFromAnotherTenant() {
        var other = fleet.desk("globex").api();
        other.get(path).problem(404, "not-found");
        other.patch(path, Map.of("name", "mine")).problem(404, "not-found");
        other.delete(path).problem(404, "not-found");
        assertThat(other.get("/api/v1/accounts").expect(200).json().get("data")).isEmpty();
        other.post(JOBS, Map.of("type", "PLACE_ORDER", "account_id", id)).problem(422, "account-unknown");
        fleet.agent(desk, "EBAY_AGENT").api().get(path).problem(401, "unauthenticated");
    }

    @Test
    void namesBadFields() {
        assertThat(desk.api()
                        .post("/api/v1/accounts", Map.of("name", "", "metadata", List.of()))
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactlyInAnyOrder("name", "metadata");
    }
}
