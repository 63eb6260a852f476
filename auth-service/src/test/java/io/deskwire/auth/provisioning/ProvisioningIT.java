package io.deskwire.auth.provisioning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.People.Founder;
import io.deskwire.auth.provisioning.provisioner.FakeServices;
import io.deskwire.auth.provisioning.provisioner.FakeServices.Fault;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Caller.Credential;
import io.deskwire.common.identity.CurrentCaller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.access.TenantRole;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.JsonShape;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@AuthServiceTest
class ProvisioningIT {
    /// Stays as long as the context that knows its address, which other runs of these tests share.
    private static final FakeServices SERVICES = new FakeServices();

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) {
        SERVICES.configure(properties, "chatwoot", "n8n");
        properties.add("deskwire.auth.provisioning.read-timeout", () -> "10s");
    }

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    TenantServiceRepository entries;

    @Autowired
    ProvisioningService service;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    People people;

    Founder founder;
    Api admin;
    String tenant;

    @BeforeEach
    void found() {
        founder = people.founder("provided");
        admin = people.api().as(founder.accessToken());
        tenant = "/api/v1/tenants/" + founder.tenantId();
    }

    private JsonNode provision(String... names) {
        return admin.post(tenant + "/provision", Map.of("services", List.of(names)))
                .expect(202)
                .json()
                .get("results");
    }

    private JsonNode service(String name) {
        return admin.get(tenant + "/services/" + name).expect(200).json();
    }

    private void awaitStatus(String name, String status) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(service(name).get("status").asString()).isEqualTo(status));
    }

    private List<JsonNode> events() {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT type, data FROM outbox WHERE tenant_id = :t AND type LIKE 'tenant_service.%'"
                                + " ORDER BY id")
                        .param("t", UUID.fromString(founder.tenantId()))
                        .query((row, _) -> JsonMapper.shared().readTree(row.getString("data")))
                        .list());
    }

    @Test
    void provisionsWhatIsConfiguredAndSaysWhatIsNot() {
        var results = provision("chatwoot", "odoo");
        assertThat(results.at("/chatwoot/status").asString()).isEqualTo("requested");
        assertThat(results.at("/odoo/status").asString()).isEqualTo("not_configured");

        awaitStatus("chatwoot", "provisioned");

        assertThat(service("chatwoot").get("service_id").asString()).isNotEmpty();
        assertThat(service("odoo").get("status").asString()).isEqualTo("not_configured");
        assertThat(events().stream()
                        .filter(event ->
                                event.at("/record/service_name").asString().equals("chatwoot"))
                        .map(event -> event.at("/record/status").asString()))
                .containsExactly("requested", "provisioning", "provisioned");
        assertThat(provision("chatwoot").at("/chatwoot/status").asString()).isEqualTo("provisioned");
        assertThat(JsonShape.differences(sample("tenant_service.created"), events().getFirst()))
                .isEmpty();
        assertThat(JsonShape.differences(sample("tenant_service.updated"), events().getLast()))
                .isEmpty();
    }

    private static JsonNode sample(String type) {
        return JsonMapper.shared().readTree(GoldenSamples.read(type + ".json")).get("data");
    }

    @Test
    void makesOneAccountThroughErrorsTimeOutsAndLostAnswers() {
        SERVICES.fail("POST /platform/api/v1/accounts", Fault.BROKEN, Fault.SILENT, Fault.ANSWER_LOST);
        var before = SERVICES.accounts.size();

        provision("chatwoot");

        awaitStatus("chatwoot", "provisioned");
        assertThat(SERVICES.accounts).hasSize(before + 1);
        assertThat(service("chatwoot").get("attempts").asInt()).isEqualTo(4);
        assertThat(service("chatwoot").get("last_error").isNull()).isTrue();
        assertThat(events().toString()).contains("answered 500").doesNotContain(FakeServices.KEY);
    }

    @Test
    void reportsARefusalAndTriesAgainWhenAsked() {
        SERVICES.fail("POST /api/v1/projects", Fault.FORBIDDEN);

        provision("n8n");

        awaitStatus("n8n", "failed");
        assertThat(service("n8n").get("last_error").asString()).isEqualTo("POST /api/v1/projects answered 403");
        assertThat(provision("n8n").at("/n8n/status").asString()).isEqualTo("requested");
        awaitStatus("n8n", "provisioned");
    }

    @Test
    void provisionsNothingThatIsDisabled() {
        admin.put(tenant + "/services/n8n", Map.of("enabled", false, "config", Map.of()))
                .expect(200);

        admin.post(tenant + "/provision", Map.of("services", List.of("n8n"))).problem(409, "service-disabled");

        assertThat(service("n8n").get("status").asString()).isEqualTo("unprovisioned");
        admin.put(tenant + "/services/n8n", Map.of("enabled", true, "config", Map.of()))
                .expect(200);
        provision("n8n");
        awaitStatus("n8n", "provisioned");
    }

    @Test
    void takesOverFromAWorkerThatDied() {
        provision("botpress");
        var id = new io.deskwire.common.identity.TenantId(UUID.fromString(founder.tenantId()));
        system.run(
                "test",
                () -> jdbc.sql("UPDATE tenant_services SET service_name = 'n8n', status = 'provisioning',"
                                + " attempts = 1, next_attempt_at = now() - interval '1 second' WHERE tenant_id = :t")
                        .param("t", id.value())
                        .update());

        awaitStatus("n8n", "provisioned");

        assertThat(service("n8n").get("attempts").asInt()).isGreaterThan(1);
    }

    @Test
    void keepsSecretsOfAConfigurationToItself() {
        var path = tenant + "/services/odoo";
        var entered = admin.put(
                        path,
                        Map.of(
                                "service_id",
                                "17",
                                "config",
                                Map.of("api_key", "very-secret-1", "region", "eu"),
                                "enabled",
                                true))
                .expect(200);

        assertThat(entered.text("/config/api_key")).isEqualTo("***");
        assertThat(entered.text("/config/region")).isEqualTo("eu");
        assertThat(entered.text("/status")).isEqualTo("linked");
        admin.put(path, Map.of("service_id", "17", "config", Map.of("api_key", "***", "password", "very-secret-2")))
                .expect(200);
        assertThat(secrets("odoo")).containsExactlyInAnyOrder("very-secret-1", "very-secret-2");
        admin.put(path, Map.of("service_id", "17", "config", Map.of("api_key", "very-secret-3")))
                .expect(200);
        assertThat(secrets("odoo")).containsExactly("very-secret-3");
        assertThat(events().toString()
                        + admin.get(tenant + "/services").response().body())
                .contains("\"linked\"")
                .doesNotContain("very-secret");
        admin.with("If-Match", "W/\"1\"").put(path, Map.of("config", Map.of())).problem(412, "stale");
    }

    /// What the tenant keeps with a service is for who manages the tenant.
    @Test
    void showsAConfigurationToWhoManagesTheTenantAndToNobodyElse() throws Exception {
        var config = Map.of("region", "eu", "company", "for managers only");
        admin.put(tenant + "/services/odoo", Map.of("service_id", "17", "config", config))
                .expect(200);

        assertThat(service("odoo").at("/config/company").asString()).isEqualTo("for managers only");
        assertThat(provision("odoo").at("/odoo/config/region").asString()).isEqualTo("eu");
        for (var role : List.of("client", "va", "agent")) {
            var member = people.api().as(people.member(founder, role, role).accessToken());
            var one = member.get(tenant + "/services/odoo").expect(200);
            var all = member.get(tenant + "/services").expect(200);
            assertThat(one.json().has("config")).isFalse();
            assertThat(one.text("/status")).isEqualTo("linked");
            assertThat(all.json().at("/data/0/enabled").asBoolean()).isTrue();
            assertThat(all.response().body() + one.response().body()).doesNotContain("config", "for managers");
        }
        assertThat(events()).isNotEmpty();
        assertThat(events().toString()).doesNotContain("config", "for managers");
    }

    /// The database decides, whatever a handler forgets.
    @Test
    void letsTheDatabaseShowAConfigurationToManagersOnly() throws Exception {
        admin.put(tenant + "/services/odoo", Map.of("config", Map.of("region", "eu")))
                .expect(200);

        assertThat(configs("tenant.read")).isEmpty();
        assertThat(configs("tenant.read", "tenant.manage")).containsOnlyKeys("odoo");
    }

    private Map<String, ObjectNode> configs(String... permissions) throws Exception {
        var id = new TenantId(UUID.fromString(founder.tenantId()));
        var claims = JsonMapper.shared()
                .writeValueAsString(Map.of("tenant_id", id.toString(), "permissions", List.of(permissions)));
        var now = Instant.now();
        var caller = new Caller(
                Caller.Kind.USER,
                new UserId(UUID.randomUUID()),
                id,
                TenantRole.AGENT,
                Set.of(permissions),
                new Credential(null, now, now.plusSeconds(60), null),
                false,
                claims,
                null);
        return CurrentCaller.call(
                caller, () -> new TransactionTemplate(transactions).execute(_ -> entries.configs(id)));
    }

    /// A secret that an earlier version took for harmless is hidden now, and sealed with the next PUT.
    @Test
    void sealsWhatAnEarlierVersionShowed() {
        var path = tenant + "/services/odoo";
        admin.put(path, Map.of("service_id", "17", "config", Map.of())).expect(200);
        system.run(
                "test",
                () -> jdbc.sql("UPDATE tenant_service_configs SET config = '{\"bearer\":\"very-secret-old\"}'"
                                + " WHERE tenant_id = :t")
                        .param("t", UUID.fromString(founder.tenantId()))
                        .update());

        assertThat(service("odoo").at("/config/bearer").asString()).isEqualTo("***");
        admin.put(path, Map.of("service_id", "17", "config", Map.of("bearer", "***")))
                .expect(200);

        assertThat(secrets("odoo")).containsExactly("very-secret-old");
        assertThat(system.call(
                        "test",
                        () -> jdbc.sql("SELECT config::text FROM tenant_service_configs WHERE tenant_id = :t")
                                .param("t", UUID.fromString(founder.tenantId()))
                                .query(String.class)
                                .single()))
                .doesNotContain("very-secret");
    }

    /// Whoever gets hold of a dump has no secret: neither as text nor as the bytes of one.
    @Test
    void keepsSecretsSealed() {
        admin.put(
                        tenant + "/services/odoo",
                        Map.of("service_id", "17", "config", Map.of("api_key", "very-secret-at-rest")))
                .expect(200);

        var stored = system.call(
                "test",
                () -> jdbc.sql("SELECT s::text || encode(s.sealed, 'escape') FROM tenant_service_secrets s"
                                + " WHERE tenant_id = :t")
                        .param("t", UUID.fromString(founder.tenantId()))
                        .query(String.class)
                        .single());
        assertThat(stored)
                .contains("/api_key")
                .doesNotContain("very-secret", HexFormat.of().formatHex("very-secret".getBytes(UTF_8)));
        assertThat(secrets("odoo")).containsExactly("very-secret-at-rest");
    }

    private Collection<String> secrets(String service) {
        return system.call(
                "test",
                () -> entries.secrets(new TenantId(UUID.fromString(founder.tenantId())), service)
                        .values());
    }

    @Test
    void refusesUnknownServicesAndWhoMayNot() {
        admin.post(tenant + "/provision", Map.of("services", List.of("nonsense")))
                .problem(400, "malformed");
        admin.post(tenant + "/provision", Map.of("services", List.of())).problem(400, "malformed");
        admin.put(tenant + "/services/No%20Name", Map.of()).problem(400, "malformed");
        admin.get(tenant + "/services/odoo").problem(404, "not-found");
        var agent = people.api().as(people.member(founder, "agent", "agent").accessToken());
        agent.post(tenant + "/provision", Map.of("services", List.of("chatwoot")))
                .problem(403, "forbidden");
        agent.put(tenant + "/services/odoo", Map.of()).problem(403, "forbidden");
        agent.get(tenant + "/services").expect(200);
    }
}
