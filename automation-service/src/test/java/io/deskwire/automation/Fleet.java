package io.deskwire.automation;

import static org.awaitility.Awaitility.await;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.common.topic.Topics;
import io.deskwire.contracts.access.Permission;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.MutableClock;
import io.deskwire.testsupport.TestServers;
import io.deskwire.testsupport.TestTokens;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.support.TestPropertySourceUtils;
import tools.jackson.databind.json.JsonMapper;

/// Desks and agents as the tests speak of them. Tenants come as events over Kafka; everything else goes through HTTP.
public final class Fleet {
    private static final MutableClock CLOCK = MutableClock.at(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    private static final TestTokens TOKENS = TestTokens.start(CLOCK);

    private final Environment environment;
    private final SystemAccess system;
    private final JdbcClient jdbc;

    private final DatabaseProperties database;

    private Fleet(Environment environment, SystemAccess system, JdbcClient jdbc, DatabaseProperties database) {
        this.environment = environment;
        this.system = system;
        this.jdbc = jdbc;
        this.database = database;
    }

    static final class Identity implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertySourceUtils.addInlinedPropertiesToEnvironment(
                    context,
                    "deskwire.identity.keys-url=" + TOKENS.keysUrl(),
                    "deskwire.identity.issuer=" + TOKENS.issuer());
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Beans {
        @Bean
        @Primary
        MutableClock testClock() {
            return CLOCK;
        }

        @Bean
        Fleet fleet(Environment environment, SystemAccess system, JdbcClient jdbc, DatabaseProperties database) {
            return new Fleet(environment, system, jdbc, database);
        }
    }

    /// A tenant with its admin.
    public record Desk(UUID tenant, String slug, UUID admin, Api api) {}

    /// A paired agent.
    public record Paired(UUID id, String token, Api api) {}

    public MutableClock clock() {
        return CLOCK;
    }

    public Api api() {
        return Api.at("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port"));
    }

    public Desk desk(String name) {
        var desk = unheardOf(name);
        tell("tenant.created", desk.tenant(), desk.slug(), "active", 1);
        await("the directory knows " + desk.slug())
                .until(() -> status(desk.tenant()).equals("active"));
        return desk;
    }

    /// A tenant whose event has not arrived yet.
    public Desk unheardOf(String name) {
        var tenant = Uuid7.next();
        var slug = name + "-" + tenant.toString().substring(24);
        var admin = UUID.randomUUID();
        var everything = Arrays.stream(Permission.values()).map(Permission::key).toArray(String[]::new);
        return new Desk(tenant, slug, admin, api().as(TOKENS.member(tenant, admin, "admin", everything)));
    }

    /// A member of the desk with just these permissions.
    public Api member(Desk desk, String... permissions) {
        return api().as(TOKENS.member(desk.tenant(), UUID.randomUUID(), "va", permissions));
    }

    /// A trusted server, with what the secret key is swapped for.
    public Api server(Desk desk, @Nullable String purpose) {
        return api().as(TOKENS.system(desk.tenant(), purpose));
    }

    public Paired agent(Desk desk, String type) {
        var asked = ask(desk.slug(), type, "device-" + UUID.randomUUID());
        desk.api()
                .post(
                        "/automation/pairing/requests/" + asked.text("/id") + "/approve",
                        Map.of("code", asked.text("/code")))
                .expect(200);
        var got = api().with("X-Pairing-Secret", asked.text("/secret"))
                .get("/automation/pairing/status/" + asked.text("/id"))
                .expect(200);
        var token = got.text("/agent_token");
        return new Paired(UUID.fromString(got.text("/agent_id")), token, api().as(token));
    }

    public Api.Answer ask(String slug, String type, String device) {
        return stranger()
                .post(
                        "/automation/pairing/request",
                        Map.of("tenant", slug, "agent_type", type, "device_id", device, "device_name", "laptop"))
                .expect(201);
    }

    /// From an address of its own, so that tests do not use up each other's limits.
    public Api stranger() {
        var id = UUID.randomUUID();
        return api().with(
                        "X-Forwarded-For",
                        "10.%d.%d.%d"
                                .formatted(id.hashCode() & 255, id.hashCode() >> 8 & 255, id.hashCode() >> 16 & 255));
    }

    public String status(UUID tenant) {
        return query("SELECT coalesce((SELECT status FROM tenants_seen WHERE id = :id), '')", Map.of("id", tenant));
    }

    public String query(String sql, Map<String, ?> params) {
        return system.call(
                "test", () -> jdbc.sql(sql).params(params).query(String.class).single());
    }

    public List<Map<String, Object>> rows(String sql, Map<String, ?> params) {
        return system.call("test", () -> jdbc.sql(sql).params(params).query().listOfRows());
    }

    /// A table that nobody else gets at until it is let go.
    public Held hold(String table) {
        try {
            var owner = DriverManager.getConnection(
                    database.jdbcUrl(), database.role(DatabaseProperties.Role.OWNER), database.password());
            owner.setAutoCommit(false);
            owner.createStatement().execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
            return new Held(table, owner);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public final class Held implements AutoCloseable {
        private final String table;
        private final Connection owner;

        private Held(String table, Connection owner) {
            this.table = table;
            this.owner = owner;
        }

        /// Until somebody wants it.
        public void awaitWaiter() {
            await("somebody waits for " + table)
                    .until(() -> !rows(
                                    "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = CAST(:table AS regclass)",
                                    Map.of("table", table))
                            .isEmpty());
        }

        /// Lets it go; safe to repeat.
        @Override
        public void close() {
            try {
                if (!owner.isClosed()) {
                    owner.rollback();
                    owner.close();
                }
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    /// An identity event, as the auth-service's relay would send it.
    public void tell(String type, UUID tenant, String slug, String status, long version) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", TestServers.kafka()),
                new StringSerializer(),
                new StringSerializer())) {
            Topics.ensure(TestServers.kafka());
            producer.send(identityEvent(type, tenant, slug, status, version)).get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// The same, for those who need not wait for Kafka.
    public CloudEvent event(String type, UUID tenant, String slug, String status, long version) {
        var event = identityEvent(type, tenant, slug, status, version);
        return CloudEvent.parse(event.headers(), event.value().getBytes(StandardCharsets.UTF_8), JsonMapper.shared())
                .orElseThrow();
    }

    private static ProducerRecord<String, String> identityEvent(
            String type, UUID tenant, String slug, String status, long version) {
        var headers = new HashMap<String, String>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", Uuid7.next().toString());
        headers.put("ce_source", "deskwire/auth");
        headers.put("ce_type", type);
        headers.put("ce_subject", tenant.toString());
        headers.put("ce_subjectversion", Long.toString(version));
        headers.put("ce_time", "2026-11-21T10:00:00.000Z");
        headers.put("ce_tenantid", tenant.toString());
        headers.put("ce_actor", "user:" + tenant);
        headers.put("ce_audience", "{\"permission\":\"tenant.read\",\"users\":[]}");
        var value = """
                {"table":"tenants","record":{"id":"%s","name":"n","slug":"%s","domain":null,"owner_id":"%s","metadata":{},
                 "status":"%s","version":%d,"created_at":"2026-11-21T10:00:00.000Z","updated_at":"2026-11-21T10:00:00.000Z"}}
                """.formatted(tenant, slug, tenant, status, version);
        var event = new ProducerRecord<>("deskwire.identity.v1", tenant.toString(), value);
        headers.forEach((name, text) -> event.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return event;
    }
}
