package io.deskwire.tickets.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.DatabaseProperties.Role;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/// `?q=` finds what is written (ADR 0040), for whoever may read it.
@TicketsServiceTest
class TicketSearchIT {
    private static final String TICKETS = "/api/v1/tickets";
    private static final String TEXT = """
            See https://shop.example.com/orders/4711?tab=items&x=1#top, invoice INV-00123 for poseidon-1234.
            About COVID-19 and 100%_sure \\ C:\\temp; mail müller+tag@bücher.example or o'neil@example.com.
            商品の返品について教えてください。""";

    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    DatabaseProperties database;

    Desk desk;
    Api agent;
    String id;

    @BeforeEach
    void write() {
        desk = Desk.at(port);
        agent = desk.agent();
        id = agent.post(TICKETS, Map.of("subject", "Große Anfrage", "description", TEXT))
                .expect(201)
                .text("/id");
        Desk.ticket(agent, "Something else");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example.com/orders/4711?tab=items&x=1#top",
                "shop.example.com/orders",
                "4711",
                "00123",
                "INV-00123",
                "inv-001",
                "1234",
                "19",
                "covid",
                "COVID-19",
                "返品",
                "商品",
                "返品について",
                "müller+tag@bücher.example",
                "MÜLLER",
                "@example.com",
                "o'neil",
                "100%_sure",
                "C:\\temp",
                "GROSSE or große",
                "anfrage 00123",
                "\"invoice INV-00123\"",
                "anfrage -parcel",
                "nothing or poseidon",
                "#1"
            })
    void findsWhatIsWritten(String q) {
        assertThat(found(agent, q)).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100xxsure",
                "00124",
                "anfrage 00124",
                "anfrage -covid",
                "返却",
                "#99",
                "\"00123 invoice\"",
                "';--",
                "%",
                "_"
            })
    void findsNothingElse(String q) {
        // What is no wildcard here is in the text itself.
        var expected = TEXT.contains(q) ? List.of(id) : List.of();

        assertThat(found(agent, q)).isEqualTo(expected);
    }

    @Test
    void findsForNobodyWhatTheyMayNotRead() {
        agent.post(TICKETS + "/" + id + "/comments", Map.of("body", "whispered", "visibility", "internal"))
                .expect(201);

        assertThat(found(agent, "whispered")).isEmpty();
        assertThat(found(desk.client(), "00123")).isEmpty();
        assertThat(found(Desk.at(port).agent(), "00123")).isEmpty();
        var client = UUID.randomUUID();
        var own = desk.client(client)
                .post(TICKETS, Map.of("subject", "INV-00123 again"))
                .expect(201)
                .text("/id");
        assertThat(found(desk.client(client), "00123")).containsExactly(own);
        assertThat(found(agent, "00123")).containsExactlyInAnyOrder(id, own);
    }

    @Test
    void findsByWhatATicketSaysNow() {
        var ticket = TICKETS + "/" + id;
        agent.patch(ticket, Map.of("description", "Now about a zeppelin")).expect(200);
        assertThat(found(agent, "zeppelin")).containsExactly(id);
        assertThat(found(agent, "poseidon")).isEmpty();

        agent.patch(ticket, Map.of("status", "solved")).expect(200);
        assertThat(found(agent, "zeppelin")).containsExactly(id);

        desk.admin().delete(ticket).expect(204);
        assertThat(texts(id)).isZero();
    }

    private int texts(String ticket) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT count(*) FROM ticket_texts WHERE ticket_id = :ticket::uuid")
                        .param("ticket", ticket)
                        .query(Integer.class)
                        .single());
    }

    /// Of the ticket itself only numbers and the like: a change of its status writes no words.
    @Test
    void leavesTheWordsAloneWhereTheTextStays() {
        agent.patch(TICKETS + "/" + id, Map.of("status", "pending")).expect(200);

        assertThat(system.call(
                        "test",
                        () -> jdbc.sql(
                                        "SELECT xmin::text::bigint < (SELECT xmin::text::bigint FROM tickets WHERE id = :id::uuid)"
                                                + " FROM ticket_texts WHERE ticket_id = :id::uuid")
                                .param("id", id)
                                .query(Boolean.class)
                                .single()))
                .isTrue();
    }

    /// The statement runs as the owner, so its plan is asked for as the owner.
    @Test
    void reachesTheIndexes() throws SQLException {
        fill(20_000);
        try (var connection =
                DriverManager.getConnection(database.jdbcUrl(), database.role(Role.OWNER), database.password())) {
            connection.createStatement().execute("VACUUM (ANALYZE) tickets, ticket_texts");

            assertThat(plan(connection, "needle-17"))
                    .contains("ticket_texts_by_text", "ticket_texts_by_word")
                    .doesNotContain("Seq Scan");
            assertThat(plan(connection, "needle-17 or needle-18"))
                    .contains("ticket_texts_by_text")
                    .doesNotContain("Seq Scan");
        }
    }

    private String plan(Connection connection, String q) {
        var owner = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        var alternatives = JsonMapper.builder()
                .build()
                .writeValueAsString(SearchTerms.parse(q).alternatives());
        var statement = owner.sql("SELECT app.ticket_search(:tenant, :alternatives::jsonb)")
                .param("tenant", desk.tenant())
                .param("alternatives", alternatives)
                .query(String.class)
                .single();
        return owner.sql("EXPLAIN " + statement.replace("?", "??")).query(String.class).list().stream()
                .collect(Collectors.joining("\n"));
    }

    private void fill(int count) {
        system.run(
                "test",
                () -> jdbc.sql("""
                        INSERT INTO tickets (tenant_id, id, number, subject, description, status, priority, tags,
                                             custom_fields, sla_breached, version, created_by, updated_by, created_at,
                                             updated_at)
                        SELECT :tenant, gen_random_uuid(), 100 + n, 'haystack ' || md5(n::text), 'needle-' || n, 'open',
                               'normal', '{}', '{}', false, 1, :tenant, :tenant, now(), now()
                          FROM generate_series(1, :count) n
                        """)
                        .param("tenant", desk.tenant())
                        .param("count", count)
                        .update());
    }

    private static List<String> found(Api api, String q) {
        return api.get(TICKETS + "?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8))
                .expect(200)
                .json()
                .get("data")
                .findValuesAsString("id");
    }
}
