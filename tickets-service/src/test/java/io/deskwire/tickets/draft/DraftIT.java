package io.deskwire.tickets.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What somebody has begun to write.
@TicketsServiceTest
class DraftIT {
    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    Desk desk;
    UUID ann;
    Api agent;
    String ticket;
    String draft;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        ann = UUID.randomUUID();
        agent = desk.member(ann, "agent", "tickets.read", "tickets.write", "comments.internal");
        ticket = Desk.ticket(agent, "written about");
        draft = ticket + "/draft";
    }

    @Test
    void isKeptForItsWriter() {
        agent.get(draft).problem(404, "not-found");

        var begun = agent.put(draft, Map.of("body", "  It left")).expect(200);

        assertThat(begun.json().propertyNames())
                .containsExactly(
                        "id", "tenant_id", "ticket_id", "user_id", "body", "visibility", "version", "updated_at");
        assertThat(begun.text("/user_id")).isEqualTo(ann.toString());
        assertThat(begun.text("/body")).isEqualTo("  It left");
        assertThat(begun.text("/visibility")).isEqualTo("public");
        assertThat(begun.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(agent.get(draft).expect(200).json()).isEqualTo(begun.json());
        var next =
                agent.put(draft, Map.of("body", "", "visibility", "internal")).expect(200);
        assertThat(next.text("/id")).isEqualTo(begun.text("/id"));
        assertThat(next.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(agent.put(draft, Map.of("body", "", "visibility", "internal"))
                        .expect(200)
                        .header("ETag"))
                .isEqualTo("W/\"2\"");
        agent.with("If-Match", "W/\"1\"").put(draft, Map.of("body", "late")).problem(412, "stale");
        agent.with("If-Match", "W/\"1\"").delete(draft).problem(412, "stale");
        agent.delete(draft).expect(204);
        agent.delete(draft).problem(404, "not-found");
        agent.with("If-Match", "W/\"2\"").put(draft, Map.of("body", "late")).problem(412, "stale");
    }

    @Test
    void isSeenByNobodyElse() {
        agent.put(draft, Map.of("body", "He is angry", "visibility", "internal"))
                .expect(200);

        for (var other : List.of(desk.admin(), desk.agent(), desk.va())) {
            other.get(draft).problem(404, "not-found");
            other.delete(draft).problem(404, "not-found");
            other.put(draft, Map.of("body", "mine")).expect(200);
        }
        assertThat(agent.get(draft).text("/body")).isEqualTo("He is angry");
        desk.client().get(draft).problem(404, "not-found");
        desk.client().put(draft, Map.of("body", "x")).problem(404, "not-found");
        Desk.at(port).admin().put(draft, Map.of("body", "x")).problem(404, "not-found");
        desk.member(ann, "agent", "tickets.read").get(draft).problem(403, "forbidden");
        desk.server("nightly-export").get(draft).problem(403, "not-a-person");
        assertThat(audiences())
                .as("its events go to its writer alone")
                .contains("{\"permission\":null,\"users\":[\"%s\"],\"needs\":[\"tickets.write\"]}".formatted(ann))
                .allSatisfy(audience -> assertThat(audience).contains("\"permission\":null"))
                .hasSize(4);
    }

    private List<String> audiences() {
        return system.query(
                "test",
                () -> jdbc.sql(
                                "SELECT audience FROM outbox WHERE tenant_id = :tenant AND type LIKE 'draft.%' ORDER BY id")
                        .param("tenant", desk.tenant())
                        .query(String.class)
                        .list());
    }

    @Test
    void isAClientsTooButNeverInternal() {
        var client = desk.client();
        var own = Desk.ticket(client, "mine") + "/draft";

        client.put(own, Map.of("body", "x", "visibility", "internal")).problem(403, "forbidden");
        client.put(own, Map.of("body", "It is blue")).expect(200);
        assertThat(client.get(own).text("/body")).isEqualTo("It is blue");
        agent.get(own).problem(404, "not-found");
    }

    @Test
    void refusesWhatIsNoText() {
        agent.put(draft, Map.of()).problem(400, "malformed");
        agent.put(draft, Map.of("body", "x", "visibility", "secret", "to", "me"))
                .problem(400, "malformed");
        agent.put(draft, "{\"body\":\"nul \\u0000\"}").problem(400, "malformed");
        agent.put(draft, "{\"body\":\"half \\ud800 pair\"}").problem(400, "malformed");
        agent.put(draft, Map.of("body", "ä".repeat(40_000))).problem(400, "malformed");
        agent.put(Desk.NO_TICKET + "/draft", Map.of("body", "x")).problem(404, "not-found");
    }

    @Test
    void isOneHoweverManyBeginIt() {
        var answers = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> agent.put(draft, Map.of("body", "text " + i))))
                .toList();

        assertThat(answers.stream()
                        .map(answer -> answer.join().expect(200).text("/id"))
                        .distinct())
                .hasSize(1);
        assertThat(agent.get(draft).json().get("version").asInt()).isEqualTo(6);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void goesWithTheTicket() {
        agent.put(draft, Map.of("body", "x")).expect(200);
        desk.va().put(draft, Map.of("body", "y")).expect(200);

        desk.admin().delete(ticket).expect(204);

        assertThat(rows()).isZero();
        assertThat(audiences()).as("two begun, two gone").hasSize(4);
    }

    @Test
    void goesWithItsWriter() {
        var people = PeopleEvents.of(desk.tenant());
        people.member("member.created", ann, "agent", null, 1);
        agent.put(draft, Map.of("body", "x")).expect(200);
        agent.put(Desk.ticket(agent, "another") + "/draft", Map.of("body", "x")).expect(200);
        desk.va().put(draft, Map.of("body", "stays")).expect(200);

        people.member("member.deleted", ann, "agent", null, 2);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(rows()).isEqualTo(1));
    }

    private long rows() {
        return system.<Long>query(
                "test",
                () -> jdbc.sql("SELECT count(*) FROM ticket_drafts WHERE tenant_id = :tenant")
                        .param("tenant", desk.tenant())
                        .query(Long.class)
                        .single());
    }
}
