package io.deskwire.tickets.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.DatabaseProperties.Role;
import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;

/// What a search shows, and how it pages, depends on nothing that the caller may not read (ADR 0076).
@TicketsServiceTest
class SearchVisibilityIT {
    private static final String SEARCH = "/api/v1/search?q=zeppelin&limit=2&cursor=";

    @LocalServerPort
    int port;

    @Autowired
    DatabaseProperties database;

    Desk desk;
    Api agent;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
    }

    /// A manager moves internal comments into the trash and out of it, and does not read them.
    @Test
    void pagesAreTheSameWhateverIsInternal() {
        var ticket = Desk.ticket(agent, "One zeppelin");
        IntStream.range(0, 5).forEach(i -> comment(ticket, "zeppelin number " + i, "public"));
        var manager = desk.manager();
        var before = pages(manager);

        IntStream.range(0, 20).forEach(_ -> comment(ticket, "zeppelin zeppelin", "internal"));
        var with = pages(manager);
        manager.delete(ticket).expect(204);
        manager.post(ticket + "/restore", Map.of()).expect(200);

        assertThat(before).hasSize(3);
        assertThat(with).isEqualTo(before);
        assertThat(pages(manager)).isEqualTo(before);
        assertThat(SearchIT.ids(agent, "zeppelin")).hasSize(26);
    }

    /// The search runs as the owner, whose policies add up.
    @Test
    void theOwnerSeesTheCommentsThatTheCallerSees() throws SQLException {
        var ticket = Desk.ticket(agent, "One");
        comment(ticket, "said", "public");
        comment(ticket, "whispered", "internal");
        var trashed = Desk.ticket(agent, "Two");
        comment(trashed, "gone", "public");
        desk.admin().delete(trashed).expect(204);

        assertThat(commentsSeenByOwner("tickets.read", "tickets.write", "tickets.delete"))
                .isEqualTo(1);
        assertThat(commentsSeenByOwner("tickets.read", "comments.internal")).isEqualTo(2);
        assertThat(commentsSeenByOwner("tickets.write")).isZero();
    }

    /// A policy that always holds would count for every search.
    @Test
    void noPolicyShowsTheOwnerEverything() throws SQLException {
        try (var connection =
                DriverManager.getConnection(database.jdbcUrl(), database.role(Role.OWNER), database.password())) {
            assertThat(JdbcClient.create(new SingleConnectionDataSource(connection, true))
                            .sql("""
                                    SELECT tablename || ': ' || policyname FROM pg_policies
                                     WHERE tablename IN ('tickets', 'ticket_comments', 'contacts', 'organizations')
                                       AND current_user = ANY (roles) AND qual = 'true'
                                    """)
                            .query(String.class)
                            .list())
                    .as("let it hold only while its function runs, as moved_with_ticket does")
                    .isEmpty();
        }
    }

    @Test
    void findsNothingInTheTrashAndFindsAgainWhatComesOutOfIt() {
        var admin = desk.admin();
        var ticket = Desk.ticket(agent, "A zeppelin");
        comment(ticket, "a zeppelin, said", "public");
        comment(ticket, "a zeppelin, whispered", "internal");

        admin.delete(ticket).expect(204);
        for (var api : List.of(admin, desk.server("nightly-export"))) {
            for (var q : List.of("zeppelin", "#1", "ze", "-nothing")) {
                assertThat(SearchIT.ids(api, q)).as(q).isEmpty();
            }
        }

        admin.post(ticket + "/restore", Map.of()).expect(200);
        assertThat(SearchIT.ids(admin, "zeppelin")).hasSize(3);
        assertThat(SearchIT.ids(admin, "#1")).hasSize(1);
    }

    private void comment(String ticket, String body, String visibility) {
        agent.post(ticket + "/comments", Map.of("body", body, "visibility", visibility))
                .expect(201);
    }

    private record Page(JsonNode rows, List<String> cursor) {}

    private static List<Page> pages(Api api) {
        var pages = new ArrayList<Page>();
        var cursor = "";
        do {
            var page = api.get(SEARCH + cursor).expect(200).json();
            cursor = page.get("next_cursor").isNull()
                    ? ""
                    : page.get("next_cursor").asString();
            pages.add(new Page(page.get("data"), withoutMoment(cursor)));
        } while (!cursor.isEmpty());
        return pages;
    }

    /// But for the id that was the newest when the first page was read.
    private static List<String> withoutMoment(String cursor) {
        var parts = new ArrayList<>(
                List.of(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\u001f", -1)));
        if (parts.size() > 1) {
            parts.remove(1);
        }
        return parts;
    }

    private int commentsSeenByOwner(String... permissions) throws SQLException {
        try (var connection =
                DriverManager.getConnection(database.jdbcUrl(), database.role(Role.OWNER), database.password())) {
            connection.setAutoCommit(false);
            var owner = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            owner.sql("""
                    SELECT set_config('app.tenant_id', :tenant, true), set_config('app.permissions', :permissions, true)
                    """)
                    .param("tenant", String.valueOf(desk.tenant()))
                    .param("permissions", " %s ".formatted(String.join(" ", permissions)))
                    .query()
                    .singleRow();
            return owner.sql("SELECT count(*) FROM ticket_comments")
                    .query(Integer.class)
                    .single();
        }
    }
}
