package io.deskwire.tickets.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.DatabaseProperties.Role;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/// What a search costs where there is much to search in.
@TicketsServiceTest
class SearchBoundsIT {
    private static final String OF_MANY_TENANTS = """
            INSERT INTO tickets (tenant_id, id, number, subject, status, priority, tags, custom_fields, sla_breached,
                                 version, created_at, updated_at)
            SELECT gen_random_uuid(), uuidv7(), 1, 'alone', 'open', 'normal', '{}', '{}', false, 1, now(), now()
              FROM generate_series(1, 5000)
            """;

    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    DatabaseProperties database;

    Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
    }

    /// The statement runs as the owner, so its plan is asked for as the owner.
    @Test
    void reachesTheIndexes() throws SQLException {
        fill(20_000);
        say(20_000);
        try (var connection =
                DriverManager.getConnection(database.jdbcUrl(), database.role(Role.OWNER), database.password())) {
            connection.createStatement().execute("VACUUM (ANALYZE) ticket_texts, comment_texts");

            assertThat(plan(connection, "ticket", "needle-17", "none"))
                    .contains("ticket_texts_by_text", "ticket_texts_by_word")
                    .doesNotContain("Seq Scan", "ticket_texts_by_stem");
            assertThat(plan(connection, "ticket", "needle-17 haystack", "german"))
                    .contains("ticket_texts_by_text", "ticket_texts_by_word", "ticket_texts_by_stem")
                    .doesNotContain("Seq Scan");
            assertThat(plan(connection, "comment", "needle-17 or needle-18 -zebra", "english"))
                    .contains("comment_texts_by_text", "comment_texts_by_word", "comment_texts_by_stem")
                    .doesNotContain("Seq Scan");
        }
    }

    /// More rows have the word than the indexes may give: the newest are ranked, and among them a client's own.
    @Test
    void ranksTheNewestOfVeryMany() {
        var user = UUID.randomUUID();
        var own = Desk.ticket(desk.client(user), "haystack of my own");
        fill(12_000);

        var pages = SearchIT.paged(desk.agent(), "q=haystack&limit=200");

        assertThat(pages).hasSize(5);
        assertThat(pages.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(newest(1000));
        assertThat(SearchIT.ids(desk.client(user), "haystack"))
                .containsExactly(own.substring(own.lastIndexOf('/') + 1));
        assertThat(SearchIT.ids(desk.client(), "haystack")).isEmpty();
        assertThat(SearchIT.ids(desk.agent(), "needle-7"))
                .as("what few have is found however old it is")
                .isNotEmpty();
    }

    /// The statistics know of many small tenants, and nothing of this one's rows: a plan that reads all rows of the
    /// tenant for each that is found does not end in time.
    @Test
    void staysBoundedWithStatisticsFromBefore() throws SQLException {
        try (var connection =
                DriverManager.getConnection(database.jdbcUrl(), database.role(Role.OWNER), database.password())) {
            system.run("test", () -> jdbc.sql(OF_MANY_TENANTS).update());
            connection.createStatement().execute("VACUUM (ANALYZE) tickets, ticket_texts");
            fill(12_000);

            assertThat(SearchIT.paged(desk.agent(), "q=haystack&limit=200")).hasSize(5);
            assertThat(SearchIT.ids(desk.agent(), "needle-7")).isNotEmpty();
        }
    }

    private List<String> newest(int count) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT id::text FROM tickets WHERE tenant_id = :tenant ORDER BY id DESC LIMIT :count")
                        .param("tenant", desk.tenant())
                        .param("count", count)
                        .query(String.class)
                        .list());
    }

    private String plan(Connection connection, String shelf, String q, String stemming) {
        var owner = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        var statement = owner.sql("""
                        SELECT app.search_statement(:shelf, :tenant, :alternatives::jsonb, :stemming, false)
                        """)
                .param("shelf", shelf)
                .param("tenant", desk.tenant())
                .param(
                        "alternatives",
                        JsonMapper.shared()
                                .writeValueAsString(
                                        SearchTerms.parse(q).withPrefixes().alternatives()))
                .param("stemming", stemming)
                .query(String.class)
                .single();
        return String.join(
                "\n",
                owner.sql("EXPLAIN " + statement.replace("?", "??"))
                        .query(String.class)
                        .list());
    }

    private void fill(int count) {
        system.run(
                "test",
                () -> jdbc.sql("""
                        INSERT INTO tickets (tenant_id, id, number, subject, description, status, priority, tags,
                                             custom_fields, sla_breached, version, created_by, updated_by, created_at,
                                             updated_at)
                        SELECT :tenant, uuidv7(), 100 + n, 'haystack ' || md5(n::text), 'needle-' || n, 'open',
                               'normal', '{}', '{}', false, 1, :tenant, :tenant, now(), now()
                          FROM generate_series(1, :count) n
                        """)
                        .param("tenant", desk.tenant())
                        .param("count", count)
                        .update());
    }

    private void say(int count) {
        system.run(
                "test",
                () -> jdbc.sql("""
                        INSERT INTO ticket_comments (tenant_id, id, ticket_id, author_id, visibility, body, version,
                                                     created_at)
                        SELECT :tenant, uuidv7(), (SELECT id FROM tickets WHERE tenant_id = :tenant LIMIT 1), :tenant,
                               'public', 'haystack ' || md5(n::text) || ' needle-' || n, 1, now()
                          FROM generate_series(1, :count) n
                        """)
                        .param("tenant", desk.tenant())
                        .param("count", count)
                        .update());
    }
}
