package io.deskwire.tickets.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.DatabaseProperties.Role;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// How a tenant has words found, and what becomes of what was written before.
@TicketsServiceTest
class SearchSettingsIT {
    private static final String SETTINGS = "/api/v1/search/settings";
    private static final String FILL = """
            INSERT INTO tickets (tenant_id, id, number, subject, status, priority, tags, custom_fields, sla_breached,
                                 version, created_by, updated_by, created_at, updated_at)
            SELECT :tenant, uuidv7(), 100 + n, 'Das Haus ' || n, 'open', 'normal', '{}', '{}', false, 1, :tenant,
                   :tenant, now(), now()
              FROM generate_series(1, :count) n
            """;

    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    DatabaseProperties database;

    @Autowired
    Reindexing reindexing;

    Desk desk;
    Api agent;
    Api owner;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
        owner = desk.member("admin", "tickets.read", "tickets.write", "tenant.manage");
    }

    @Test
    void takesWordsAsTheyAreWrittenByDefault() {
        Desk.ticket(agent, "Das Haus");

        assertThat(agent.get(SETTINGS).expect(200).response().body())
                .isEqualTo("{\"stemming\":\"none\",\"reindexing\":false,\"updated_by\":null,\"updated_at\":null}");
        assertThat(SearchIT.ids(agent, "Häuser")).isEmpty();
        assertThat(SearchIT.ids(agent, "haus")).hasSize(1);
    }

    @Test
    void isChosenByThoseWhoManageTheTenant() {
        agent.put(SETTINGS, Map.of("stemming", "german")).problem(403, "forbidden");
        desk.client().put(SETTINGS, Map.of("stemming", "german")).problem(403, "forbidden");
        desk.client().get(SETTINGS).problem(403, "forbidden");
        for (var body :
                List.of("{}", "{\"stemming\":null}", "{\"stemming\":\"klingon\"}", "{\"stemming\":\"none\",\"x\":1}")) {
            owner.put(SETTINGS, body).problem(400, "malformed");
        }

        var chosen = owner.put(SETTINGS, Map.of("stemming", "english")).expect(200);

        assertThat(chosen.text("/stemming")).isEqualTo("english");
        assertThat(chosen.json().get("updated_by").isNull()).isFalse();
        var again = owner.put(SETTINGS, Map.of("stemming", "english")).expect(200);
        assertThat(again.text("/updated_at")).isEqualTo(chosen.text("/updated_at"));
        assertThat(Desk.at(port).agent().get(SETTINGS).text("/stemming")).isEqualTo("none");
    }

    @Test
    void findsInflectionsInWhatIsWrittenAndInWhatWas() {
        fill(450);
        var ticket = Desk.ticket(agent, "Anfrage");
        agent.post(ticket + "/comments", Map.of("body", "Ein Haus, gesagt")).expect(201);
        agent.post(ticket + "/comments", Map.of("body", "Ein Haus, geflüstert", "visibility", "internal"))
                .expect(201);
        agent.post("/api/v1/organizations", Map.of("name", "Haus GmbH")).expect(201);
        agent.post("/api/v1/contacts", Map.of("email", "a@example.com", "name", "Frau Haus"))
                .expect(201);
        var other = Desk.at(port).agent();
        Desk.ticket(other, "Das Haus");

        choose("german");
        var fresh = Desk.ticket(agent, "Ein neues Haus");
        assertThat(SearchIT.ids(agent, "Häuser")).contains(fresh.substring(fresh.lastIndexOf('/') + 1));
        reindexed();

        assertThat(SearchIT.paged(agent, "q=H%C3%A4user&limit=200").stream()
                        .mapToInt(List::size)
                        .sum())
                .isEqualTo(450 + 1 + 4);
        assertThat(SearchIT.hits(agent, "Häuser neues").get(0).get("highlight").asString())
                .isEqualTo("Ein <mark>neues</mark> <mark>Haus</mark>");
        assertThat(SearchIT.ids(desk.va(), "geflüsterte Häuser")).isEmpty();
        assertThat(SearchIT.ids(other, "Häuser")).isEmpty();
        assertThat(agent.get("/api/v1/tickets?q=H%C3%A4user").expect(200).json().get("data"))
                .as("the list finds what is written")
                .isEmpty();

        choose("none");
        reindexed();
        assertThat(SearchIT.ids(agent, "Häuser")).isEmpty();
        assertThat(SearchIT.ids(agent, "neues haus")).hasSize(1);
        assertThat(stems()).isZero();
    }

    @Test
    void excludesInflectionsAndSkipsNoWord() {
        choose("english");
        Desk.ticket(agent, "One parcel of the delivery");
        Desk.ticket(agent, "An invoice for the delivery");

        assertThat(SearchIT.ids(agent, "deliveries")).hasSize(2);
        assertThat(SearchIT.ids(agent, "deliveries parcels")).hasSize(1);
        assertThat(SearchIT.ids(agent, "delivery -parcels")).hasSize(1);
        assertThat(SearchIT.ids(agent, "\"for the deliveries\"")).hasSize(1);
        assertThat(SearchIT.ids(agent, "of the")).hasSize(1);
        assertThat(SearchIT.ids(agent, "deliveri*")).isEmpty();
        assertThat(SearchIT.ids(agent, "deliver*")).hasSize(2);
    }

    /// A writer that began before the choice was made may not know of it.
    @Test
    void waitsForWritersThatAskedBeforeTheChoice() throws SQLException {
        try (var writer =
                DriverManager.getConnection(database.jdbcUrl(), database.role(Role.SYSTEM), database.password())) {
            writer.setAutoCommit(false);
            JdbcClient.create(new SingleConnectionDataSource(writer, true))
                    .sql(FILL)
                    .param("tenant", desk.tenant())
                    .param("count", 1)
                    .update();
            choose("german");

            reindexing.run();

            assertThat(agent.get(SETTINGS).json().get("reindexing").asBoolean()).isTrue();
            writer.commit();
        }
        reindexed();
        assertThat(SearchIT.ids(agent, "Häuser")).hasSize(1);
    }

    private void choose(String stemming) {
        owner.put(SETTINGS, Map.of("stemming", stemming)).expect(200);
    }

    private void reindexed() {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            reindexing.run();
            assertThat(agent.get(SETTINGS).json().get("reindexing").asBoolean()).isFalse();
        });
    }

    private void fill(int count) {
        system.run(
                "test",
                () -> jdbc.sql(FILL)
                        .param("tenant", desk.tenant())
                        .param("count", count)
                        .update());
    }

    private int stems() {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT count(stems) FROM ticket_texts WHERE tenant_id = :tenant")
                        .param("tenant", desk.tenant())
                        .query(Integer.class)
                        .single());
    }
}
