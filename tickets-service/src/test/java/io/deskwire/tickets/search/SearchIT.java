package io.deskwire.tickets.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.page.Cursor;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// `/api/v1/search` finds what is written (ADR 0076), for those who may read it.
@TicketsServiceTest
class SearchIT {
    private static final String SEARCH = "/api/v1/search";
    private static final String TICKETS = "/api/v1/tickets";

    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    Desk desk;
    Api agent;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
    }

    @Test
    void findsEveryKindAsTheContractShowsIt() {
        var ticket = agent.post(
                        TICKETS,
                        Map.of(
                                "subject", "Parcel is late",
                                "description", "The zeppelin never came",
                                "requester", Map.of("email", "ann@example.com", "name", "Ann Zeppelin")))
                .expect(201);
        var comment = comment(ticket.header("Location"), "A zeppelin is on its way", "public");
        var organization = agent.post("/api/v1/organizations", Map.of("name", "Zeppelin Ltd"))
                .expect(201)
                .text("/id");
        Desk.ticket(agent, "Something else");

        var hits = hits(agent, "zeppelin");

        assertThat(hits)
                .allSatisfy(hit -> assertThat(hit.propertyNames())
                        .containsExactly("type", "id", "ticket_id", "title", "highlight", "rank"));
        assertThat(hits.valueStream().map(SearchIT::summary))
                .containsExactlyInAnyOrder(
                        "ticket %1$s of %1$s: Parcel is late".formatted(ticket.text("/id")),
                        "comment %s of %s: Parcel is late".formatted(comment, ticket.text("/id")),
                        "contact %s of null: Ann Zeppelin".formatted(ticket.text("/requester_id")),
                        "organization %s of null: Zeppelin Ltd".formatted(organization));
        assertThat(hits.findValuesAsString("highlight"))
                .contains(
                        "Parcel is late The <mark>zeppelin</mark> never came",
                        "A <mark>zeppelin</mark> is on its way",
                        "<mark>Zeppelin</mark> Ltd");
        assertThat(types("q=zeppelin&types=comment")).containsExactly("comment");
        assertThat(types("q=zeppelin&types=contact,organization&types=ticket"))
                .containsExactlyInAnyOrder("contact", "organization", "ticket");
    }

    private static String summary(JsonNode hit) {
        return "%s %s of %s: %s"
                .formatted(
                        hit.get("type").asString(),
                        hit.get("id").asString(),
                        hit.get("ticket_id").isNull()
                                ? null
                                : hit.get("ticket_id").asString(),
                        hit.get("title").asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parcel",
                "PARC",
                "parc*",
                "\"parcel is\"",
                "parcel came",
                "parcel -zebra",
                "zebra or parcel",
                "INV-00123",
                "00123",
                "ann+shop@example.com",
                "ann+sh*",
                "#1",
                "返品",
                "ab",
                "ab*"
            })
    void findsWhatIsWritten(String q) {
        var id = agent.post(
                        TICKETS,
                        Map.of(
                                "subject", "The parcel is late",
                                "description", "INV-00123 never came; AB. ann+shop@example.com 商品の返品について"))
                .expect(201)
                .text("/id");
        Desk.ticket(agent, "Something else");

        assertThat(ids(agent, q)).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arcel*",
                "\"is parcel\"",
                "parcel zebra",
                "parcel -late",
                "late -par*",
                "#99",
                "00124",
                "zebra or lion"
            })
    void findsNothingElse(String q) {
        Desk.ticket(agent, "The parcel is late");

        assertThat(ids(agent, q)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ann@example.com, contact",
        "EX-17, contact",
        "acme.example, organization",
        "AC-4711, organization",
        "smith, contact"
    })
    void findsPeopleAndCompaniesByNamesAddressesAndExternalIds(String q, String type) {
        agent.post("/api/v1/contacts", Map.of("email", "ann@example.com", "name", "Ann Smith", "external_id", "EX-17"))
                .expect(201);
        agent.post(
                        "/api/v1/organizations",
                        Map.of("name", "Acme", "external_id", "AC-4711", "domains", List.of("acme.example")))
                .expect(201);

        var hits = hits(agent, q);

        assertThat(hits.findValuesAsString("type")).containsExactly(type);
        assertThat(hits.get(0).get("rank").asDouble() == 1).isEqualTo(!q.equals("smith"));
    }

    @Test
    void showsFirstWhatFitsBestAndOfEqualsTheNewest() {
        var part = id(Desk.ticket(agent, "Harbourmaster"));
        var below = agent.post(TICKETS, Map.of("subject", "One", "description", "harbour"))
                .expect(201)
                .text("/id");
        var older = id(Desk.ticket(agent, "Harbour"));
        var newer = id(Desk.ticket(agent, "Harbour"));

        assertThat(ids(agent, "harbour")).containsExactly(newer, older, below, part);
        var ranks = hits(agent, "harbour")
                .valueStream()
                .map(hit -> hit.get("rank").asDouble())
                .toList();
        assertThat(ranks.get(0))
                .isEqualTo(ranks.get(1))
                .isGreaterThan(ranks.get(2))
                .isLessThan(1);
        assertThat(ranks.getLast()).isZero();
        Desk.ticket(agent, "Mentions #2");
        assertThat(hits(agent, "#2").get(0).get("id").asString()).isEqualTo(below);
        assertThat(hits(agent, "#2").get(0).get("rank").asDouble()).isEqualTo(1);
    }

    @Test
    void findsForNobodyWhatTheyMayNotRead() {
        var user = UUID.randomUUID();
        var client = desk.client(user);
        var own = Desk.ticket(client, "My zeppelin");
        var others = Desk.ticket(desk.client(), "Another client's zeppelin");
        var said = comment(own, "A zeppelin for all to see", "public");
        comment(others, "A zeppelin for the other one", "public");
        var whispered = comment(own, "A zeppelin among us", "internal");
        agent.post("/api/v1/contacts", Map.of("email", "zeppelin@example.com")).expect(201);
        agent.post("/api/v1/organizations", Map.of("name", "Zeppelin Ltd")).expect(201);

        assertThat(ids(agent, "zeppelin")).hasSize(7).contains(whispered);
        // A manager deletes internal comments with their ticket, and does not read them.
        for (var lower : List.of(desk.va(), desk.manager())) {
            assertThat(ids(lower, "zeppelin")).hasSize(6).doesNotContain(whispered);
            assertThat(ids(lower, "among")).isEmpty();
        }
        assertThat(ids(client, "zeppelin")).containsExactlyInAnyOrder(id(own), said);
        assertThat(ids(client, "#2")).isEmpty();
        assertThat(ids(client, "-nothing")).containsExactlyInAnyOrder(id(own), said);
        assertThat(ids(desk.client(), "zeppelin")).isEmpty();
        assertThat(ids(Desk.at(port).agent(), "zeppelin")).isEmpty();
        desk.member("service", "tickets.write").get(SEARCH + "?q=zeppelin").problem(403, "forbidden");
    }

    @Test
    void pagesTellNothingOfWhatIsHidden() {
        var ticket = Desk.ticket(agent, "One");
        var seen = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            seen.addFirst(comment(ticket, "zeppelin", "public"));
            IntStream.range(0, 4).forEach(_ -> comment(ticket, "zeppelin", "internal"));
        }
        var va = desk.va();

        assertThat(paged(va, "q=zeppelin&limit=2"))
                .containsExactly(seen.subList(0, 2), seen.subList(2, 4), seen.subList(4, 5));
        assertThat(paged(agent, "q=zeppelin&limit=10")).extracting(List::size).containsExactly(10, 10, 5);
    }

    @Test
    void pagesAreStableWhileOthersWrite() {
        var before = IntStream.range(0, 5)
                .mapToObj(_ -> id(Desk.ticket(agent, "zeppelin")))
                .toList();

        var first = agent.get(SEARCH + "?q=zeppelin&limit=3").expect(200);
        Desk.ticket(agent, "zeppelin");
        var second = agent.get(SEARCH + "?q=zeppelin&limit=3&cursor=" + first.text("/next_cursor"))
                .expect(200);

        assertThat(first.json().get("data").findValuesAsString("id"))
                .containsExactlyElementsOf(before.reversed().subList(0, 3));
        assertThat(second.json().get("data").findValuesAsString("id"))
                .containsExactlyElementsOf(before.reversed().subList(3, 5));
        assertThat(second.json().get("next_cursor").isNull()).isTrue();
    }

    @Test
    void takesACursorForItsOwnSearchAlone() {
        IntStream.range(0, 3).forEach(_ -> Desk.ticket(agent, "zeppelin"));
        var cursor = "&limit=1&cursor="
                + agent.get(SEARCH + "?q=zeppelin&limit=1").expect(200).text("/next_cursor");

        agent.get(SEARCH + "?q=zeppelin" + cursor).expect(200);
        agent.get(SEARCH + "?q=airship" + cursor).problem(400, "malformed");
        agent.get(SEARCH + "?q=" + cursor).problem(400, "malformed");
        agent.get(SEARCH + "?q=zeppelin&types=ticket" + cursor).problem(400, "malformed");
        Desk.at(port).agent().get(SEARCH + "?q=zeppelin" + cursor).problem(400, "malformed");
        for (var forged : List.of(
                "x",
                "%FF",
                Cursor.of(1, 2, 3, 4).text(),
                Cursor.of("x", UUID.randomUUID(), 1, UUID.randomUUID()).text())) {
            agent.get(SEARCH + "?q=zeppelin&cursor=" + forged).problem(400, "malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=a%00b",
                "q=%ED%A0%80",
                "q=zeppelin&types=spaceship",
                "q=zeppelin&types=ticket,spaceship",
                "q=zeppelin&types=TICKET",
                "q=zeppelin&limit=0",
                "q=zeppelin&limit=201"
            })
    void refusesWhatIsNoQuestion(String parameters) {
        agent.get(SEARCH + "?" + parameters).problem(400, "malformed");
    }

    @Test
    void refusesMoreThanTwoHundredCharacters() {
        assertThat(ids(agent, "x".repeat(200))).isEmpty();
        assertThat(agent.get(SEARCH + "?q=" + "x".repeat(201))
                        .problem(400, "malformed")
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("q");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to be the of and a",
                "\"open end",
                "end\" \"\"of",
                "*",
                "** *",
                "%",
                "_",
                "100%_sure",
                "a & | b",
                "!a <-> (b:*",
                "#99999999999999999999",
                "#0",
                "'; DROP TABLE tickets; --",
                "') OR true OR ('",
                "\\ \\' \\\"",
                "$$ $1 %L %1$s :q ?",
                "a b c d e f g h i j k l m n o p q r s t u v w x y z"
            })
    void takesOddTextForText(String q) {
        var id = agent.post(TICKETS, Map.of("subject", "Odd", "description", "It says: " + q))
                .expect(201)
                .text("/id");
        Desk.ticket(agent, "Zzz");

        assertThat(ids(agent, q)).containsExactly(id);
    }

    @Test
    void takesAHundredTerms() {
        var q = String.join(" ", Collections.nCopies(10, "a b c d e f g h i j"));
        var id = agent.post(TICKETS, Map.of("subject", "Odd", "description", q))
                .expect(201)
                .text("/id");
        Desk.ticket(agent, "a b c d e f g h");

        assertThat(ids(agent, q)).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "q=", "q=%20", "q=or", "q=%22", "types=ticket"})
    void findsNothingWhereNothingIsAskedFor(String parameters) {
        Desk.ticket(agent, "Something");

        assertThat(agent.get(SEARCH + "?" + parameters).expect(200).response().body())
                .isEqualTo("{\"data\":[],\"next_cursor\":null}");
    }

    @Test
    void findsNothingInAnEmptyTenant() {
        for (var q : List.of("parcel", "-parcel", "#1", "ab", "*")) {
            assertThat(ids(agent, q)).isEmpty();
        }
    }

    @Test
    void showsTheNewestWhereSomethingIsOnlyExcluded() {
        var ids = List.of(id(Desk.ticket(agent, "One")), id(Desk.ticket(agent, "Two")));
        Desk.ticket(agent, "Zebra");

        assertThat(ids(agent, "-zebra")).isEqualTo(ids.reversed());
    }

    @Test
    void showsHtmlOfATicketAndObeysNone() {
        agent.post(TICKETS, Map.of("subject", "<b>Bold</b>", "description", "<script>alert('zeppelin')</script>"))
                .expect(201);

        var hit = hits(agent, "zeppelin").get(0);

        assertThat(hit.get("title").asString()).isEqualTo("<b>Bold</b>");
        assertThat(hit.get("highlight").asString())
                .isEqualTo("&lt;b&gt;Bold&lt;/b&gt; "
                        + "&lt;script&gt;alert(&#39;<mark>zeppelin</mark>&#39;)&lt;/script&gt;");
    }

    @Test
    void findsByWhatIsSaidNow() {
        var ticket = Desk.ticket(agent, "About a zeppelin");
        comment(ticket, "poseidon said", "public");
        comment(ticket, "poseidon whispered", "internal");
        var contact = agent.post("/api/v1/contacts", Map.of("email", "old@example.com"))
                .expect(201)
                .header("Location");
        var organization = agent.post("/api/v1/organizations", Map.of("name", "Old", "domains", List.of("old.example")))
                .expect(201)
                .header("Location");
        agent.patch(contact, Map.of("email", "new@example.com")).expect(200);
        agent.patch(organization, Map.of("domains", List.of("new.example"))).expect(200);

        assertThat(ids(agent, "old.example or old@example.com")).isEmpty();
        assertThat(ids(agent, "new.example or new@example.com")).hasSize(2);
        agent.delete(organization).expect(204);
        assertThat(ids(agent, "new.example")).isEmpty();
        assertThat(ids(agent, "poseidon")).hasSize(2);
        desk.admin().delete(ticket).expect(204);
        assertThat(ids(agent, "poseidon or zeppelin")).isEmpty();
        for (var texts : List.of("ticket_texts", "comment_texts", "note_texts", "organization_texts")) {
            assertThat(rows(texts)).as(texts).isZero();
        }
    }

    @Test
    void leavesTheWordsAloneWhereTheTextStays() {
        var organization =
                agent.post("/api/v1/organizations", Map.of("name", "Acme")).expect(201);

        agent.patch(organization.header("Location"), Map.of("shared_tickets", true))
                .expect(200);

        assertThat(system.call(
                        "test",
                        () -> jdbc.sql("""
                                        SELECT x.xmin::text::bigint < o.xmin::text::bigint
                                          FROM organization_texts x JOIN organizations o ON o.id = x.id
                                         WHERE o.id = :id::uuid
                                        """)
                                .param("id", organization.text("/id"))
                                .query(Boolean.class)
                                .single()))
                .isTrue();
    }

    private int rows(String table) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT count(*) FROM %s WHERE tenant_id = :tenant".formatted(table))
                        .param("tenant", desk.tenant())
                        .query(Integer.class)
                        .single());
    }

    private String comment(String ticket, String body, String visibility) {
        return agent.post(ticket + "/comments", Map.of("body", body, "visibility", visibility))
                .expect(201)
                .text("/id");
    }

    private static String id(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private List<String> types(String parameters) {
        return agent.get(SEARCH + "?" + parameters)
                .expect(200)
                .json()
                .get("data")
                .findValuesAsString("type");
    }

    /// The ids of each page.
    static List<List<String>> paged(Api api, String parameters) {
        var pages = new ArrayList<List<String>>();
        var cursor = "";
        do {
            var page = api.get(SEARCH + "?" + parameters + "&cursor=" + cursor).expect(200);
            pages.add(page.json().get("data").findValuesAsString("id"));
            cursor = page.json().get("next_cursor").isNull() ? "" : page.text("/next_cursor");
        } while (!cursor.isEmpty());
        return pages;
    }

    static JsonNode hits(Api api, String q) {
        return api.get(SEARCH + "?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8))
                .expect(200)
                .json()
                .get("data");
    }

    static List<String> ids(Api api, String q) {
        return hits(api, q).findValuesAsString("id");
    }
}
