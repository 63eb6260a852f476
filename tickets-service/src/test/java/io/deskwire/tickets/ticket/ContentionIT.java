package io.deskwire.tickets.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Requests that are in each other's way.
@TicketsServiceTest
class ContentionIT {
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
        // A tenant's first ticket holds the next ones up until it is committed.
        Desk.ticket(agent, "first");
    }

    @Test
    void saysThatSomebodyElseIsChangingTheTicket() {
        var ticket = Desk.ticket(agent, "held");

        var answer = system.call("test", () -> {
            jdbc.sql("SELECT id FROM tickets WHERE tenant_id = :tenant FOR UPDATE")
                    .param("tenant", desk.tenant())
                    .query()
                    .listOfRows();
            return agent.patch(ticket, Map.of("priority", "high"));
        });

        assertThat(answer.problem(503, "unavailable").get("detail").asString())
                .isEqualTo("somebody else is changing the same thing; nothing was changed, try again");
        assertThat(answer.header("Retry-After")).isNotNull();
        agent.patch(ticket, Map.of("priority", "high")).expect(200);
    }

    /// The request is the one that the database stops: it waits first, so it looks for the circle first.
    @Test
    void repeatsATransactionThatTheDatabaseStoppedForADeadlock() {
        var contact = agent.post("/api/v1/contacts", Map.of("email", "a@example.com"))
                .expect(201)
                .text("/id");
        var bulk = Map.of(
                "tickets",
                List.of(Map.of(
                        "subject", "from the shop",
                        "source", "shop",
                        "external_id", "1",
                        "requester", Map.of("email", "a@example.com", "name", "Ann"))));

        var answer = system.call("test", () -> {
            take("shop", "1");
            var asked = CompletableFuture.supplyAsync(() -> agent.post(TICKETS + "/bulk", bulk));
            awaitWaiting();
            jdbc.sql("UPDATE contacts SET version = version + 1 WHERE tenant_id = :tenant AND id = :id")
                    .param("tenant", desk.tenant())
                    .param("id", UUID.fromString(contact))
                    .update();
            return asked;
        });

        var result = answer.join().expect(200).json().at("/results/0");
        assertThat(result.at("/problem/type").asString()).isEqualTo("/problems/external-id-taken");
        assertThat(result.at("/problem/existing_id").isString()).isTrue();
    }

    /// A transaction that waits for the first id holds none of the later ones.
    @Test
    void takesExternalIdsInOneOrderHoweverTheyAreGiven() {
        var bulk = Map.of("tickets", List.of(row("z"), row("b"), row("a")));

        CompletableFuture<Answer> asked = system.call("test", () -> {
            take("shop", "a");
            var waiting = CompletableFuture.supplyAsync(() -> agent.post(TICKETS + "/bulk", bulk));
            awaitWaiting();
            agent.post(TICKETS, row("z")).expect(201);
            agent.post(TICKETS, row("b")).expect(201);
            return waiting;
        });

        var results = asked.join().expect(200).json().get("results");
        assertThat(results.valueStream().map(result -> result.get("index").asInt()))
                .containsExactly(0, 1, 2);
        assertThat(results.valueStream().map(result -> result.get("status").asInt()))
                .containsExactly(409, 409, 409);
    }

    private static Map<String, Object> row(String externalId) {
        return Map.of("subject", externalId, "source", "shop", "external_id", externalId);
    }

    /// As a request does that has not yet committed.
    private void take(String source, String externalId) {
        jdbc.sql("""
                        INSERT INTO tickets (tenant_id, id, number, subject, status, priority, tags, custom_fields, source,
                                             external_id, sla_breached, version, created_by, updated_by, created_at,
                                             updated_at)
                        VALUES (:tenant, gen_random_uuid(), 1000000, 'taken', 'open', 'normal', '{}', '{}', :source,
                                :externalId, false, 1, :tenant, :tenant, now(), now())
                        """)
                .param("tenant", desk.tenant())
                .param("source", source)
                .param("externalId", externalId)
                .update();
    }

    /// Until somebody waits for the present transaction.
    private void awaitWaiting() {
        await().until(() -> jdbc.sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
                        .query(Long.class)
                        .single()
                > 0);
    }
}
