package io.deskwire.auth.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.People.Founder;
import io.deskwire.auth.provisioning.provisioner.FakeServices;
import io.deskwire.auth.provisioning.provisioner.FakeServices.Fault;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What becomes of a tenant's services when the tenant goes; without a grace, so that it goes at once.
@AuthServiceTest
class TeardownIT {
    private static final FakeServices SERVICES = new FakeServices();
    private static final Duration LONG = Duration.ofSeconds(30);

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) {
        SERVICES.configure(properties, "chatwoot", "n8n", "botpress", "odoo");
        properties.add("deskwire.auth.tenant.grace", () -> "0s");
        properties.add("deskwire.auth.tenant.erase-every", () -> "200ms");
    }

    @AfterAll
    static void stop() {
        SERVICES.close();
    }

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    Founder founder;
    Api owner;
    String tenant;

    @BeforeEach
    void found() {
        founder = people.founder("ending");
        owner = people.api().as(founder.accessToken());
        tenant = "/api/v1/tenants/" + founder.tenantId();
    }

    private void provide(String... services) {
        owner.post(tenant + "/provision", Map.of("services", List.of(services))).expect(202);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(services)
                        .allSatisfy(service -> assertThat(owner.get(tenant + "/services/" + service)
                                        .expect(200)
                                        .text("/status"))
                                .isEqualTo("provisioned")));
    }

    private void end() {
        owner.delete(tenant).expect(204);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(told("tenant.erased")).hasSize(1));
    }

    private List<JsonNode> told(String type) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT data FROM outbox WHERE tenant_id = :t AND type = :type ORDER BY id")
                        .param("t", UUID.fromString(founder.tenantId()))
                        .param("type", type)
                        .query((row, _) -> JsonMapper.shared().readTree(row.getString("data")))
                        .list());
    }

    private List<String> statuses(String service) {
        return told("tenant_service.updated").stream()
                .map(event -> event.get("record"))
                .filter(entry -> entry.get("service_name").asString().equals(service))
                .map(entry -> entry.get("status").asString())
                .toList();
    }

    private List<JsonNode> leftBehind() {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT details FROM audit_log WHERE action = 'tenant_service.left_behind'"
                                + " AND tenant_id = '00000000-0000-0000-0000-000000000000'"
                                + " AND details->>'tenant_id' = :t")
                        .param("t", founder.tenantId())
                        .query((row, _) -> JsonMapper.shared().readTree(row.getString("details")))
                        .list());
    }

    @Test
    void removesWhatItMadeBeforeTheTenantGoes() {
        provide("chatwoot", "n8n", "botpress");
        SERVICES.fail("DELETE /platform/api/v1/accounts/", Fault.BROKEN, Fault.ANSWER_LOST);

        end();

        assertThat(SERVICES.accounts.toString() + SERVICES.projects + SERVICES.workspaces)
                .doesNotContain(founder.tenantId());
        assertThat(statuses("chatwoot"))
                .endsWith(
                        "teardown",
                        "tearing_down",
                        "teardown",
                        "tearing_down",
                        "teardown",
                        "tearing_down",
                        "torn_down");
        for (var service : List.of("n8n", "botpress")) {
            assertThat(statuses(service)).endsWith("teardown", "tearing_down", "torn_down");
        }
        assertThat(leftBehind()).isEmpty();
    }

    @Test
    void goesWithoutAServiceThatKeepsSomethingAndTellsTheOperator() {
        provide("n8n", "odoo");
        var project = owner.get(tenant + "/services/n8n").text("/service_id");
        SERVICES.fail("DELETE /api/v1/projects/", Fault.FORBIDDEN);

        end();

        assertThat(statuses("n8n")).endsWith("tearing_down", "teardown_failed");
        assertThat(leftBehind())
                .extracting(details -> details.get("service").asString())
                .containsExactlyInAnyOrder("n8n", "odoo");
        assertThat(leftBehind())
                .filteredOn(details -> details.get("service").asString().equals("n8n"))
                .singleElement()
                .satisfies(details -> {
                    assertThat(details.get("service_id").asString()).isEqualTo(project);
                    assertThat(details.get("reason").asString()).contains("403");
                });
    }

    @Test
    void leavesWhatSomebodyElseMade() {
        owner.put(tenant + "/services/chatwoot", Map.of("service_id", "4711")).expect(200);
        var before = SERVICES.calls("DELETE").size();

        end();

        assertThat(SERVICES.calls("DELETE")
                        .subList(before, SERVICES.calls("DELETE").size()))
                .extracting(FakeServices.Call::path)
                .noneMatch(path -> Arrays.asList(path.split("/")).contains("4711"));
        assertThat(statuses("chatwoot")).isEmpty();
    }
}
