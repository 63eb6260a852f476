package io.deskwire.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.database.RoundTrips;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/// How often each write waits for the database.
@TicketsServiceTest
class RoundTripsIT {
    private static final String TICKETS = "/api/v1/tickets";

    @LocalServerPort
    int port;

    Api agent;

    @BeforeEach
    void open() {
        agent = Desk.at(port).agent();
    }

    @Test
    void aTicketGetsItsNumberBeforeTheCommit() {
        assertThat(RoundTrips.fewest(() -> Desk.ticket(agent, "late"))).isEqualTo(2);
    }

    @Test
    void aRequesterIsFoundOrMadeBeforeTheTicket() {
        assertThat(RoundTrips.fewest(() -> agent.post(
                                TICKETS,
                                Map.of(
                                        "subject",
                                        "late",
                                        "requester",
                                        Map.of("email", UUID.randomUUID() + "@example.com")))
                        .expect(201)))
                .isEqualTo(3);
    }

    @Test
    void aCommentIsWrittenWithItsCommit() {
        var comments = Desk.ticket(agent, "talked about") + "/comments";

        assertThat(RoundTrips.fewest(() ->
                        agent.post(comments, Map.of("body", "On its way.")).expect(201)))
                .isEqualTo(2);
    }

    /// The policies are remembered, and the alarm goes with the commit; what a reply makes of the clocks is a change.
    @Test
    void aServiceLevelCostsNoRoundTripButWhereAReplyMovesAClock() {
        var desk = Desk.at(port);
        agent = desk.agent();
        desk.manager()
                .post(
                        "/api/v1/sla-policies",
                        Map.of(
                                "title",
                                "everything",
                                "targets",
                                Map.of(
                                        "normal",
                                        Map.of(
                                                "first_response",
                                                "PT1H",
                                                "next_response",
                                                "PT1H",
                                                "resolution",
                                                "P1D"))))
                .expect(201);
        var ticket = Desk.ticket(agent, "promised");

        assertThat(RoundTrips.fewest(() -> Desk.ticket(agent, "late"))).isEqualTo(2);
        assertThat(RoundTrips.fewest(() -> agent.patch(ticket, Map.of("subject", "changed " + UUID.randomUUID()))
                        .expect(200)))
                .isEqualTo(3);
        assertThat(RoundTrips.fewest(() -> agent.post(ticket + "/comments", Map.of("body", "On its way."))
                        .expect(201)))
                .as("a reply that moves no clock")
                .isEqualTo(2);
        var client = desk.client();
        var asked = Desk.ticket(client, "asked");
        assertThat(RoundTrips.fewest(() -> {
                    client.post(asked + "/comments", Map.of("body", "Where is it?"))
                            .expect(201);
                    agent.post(asked + "/comments", Map.of("body", "On its way."))
                            .expect(201);
                }))
                .as("a question that begins a clock, and its answer")
                .isEqualTo(8);
        var statuses = new AtomicInteger();
        assertThat(RoundTrips.fewest(() -> agent.patch(
                                ticket, Map.of("status", statuses.getAndIncrement() % 2 == 0 ? "pending" : "open"))
                        .expect(200)))
                .isEqualTo(3);
    }

    @Test
    void aChangeLocksAndWritesBeforeTheCommit() {
        var ticket = Desk.ticket(agent, "changing");

        assertThat(RoundTrips.fewest(() -> agent.patch(ticket, Map.of("subject", "changed " + UUID.randomUUID()))
                        .expect(200)))
                .isEqualTo(3);
    }

    @Test
    void aViewIsReadWithWhatItMeansToTheCallerBeforeItsTickets() {
        var conditions = Map.of(
                "all",
                List.of(
                        Map.of("field", "assignee_id", "op", "is", "value", "me"),
                        Map.of("field", "team_id", "op", "is", "value", "my_teams")));
        var view = agent.post("/api/v1/views", Map.of("title", "mine", "conditions", conditions))
                .expect(201)
                .header("Location");

        assertThat(RoundTrips.fewest(() -> agent.get(view + "/tickets").expect(200)))
                .isEqualTo(3);
    }

    @Test
    void asManyViewsAsThereAreAreCountedInOneStatement() {
        for (int i = 0; i < 20; i++) {
            var conditions = Map.of("all", List.of(Map.of("field", "status", "op", "is", "value", "open")));
            agent.post("/api/v1/views", Map.of("title", "view " + i, "conditions", conditions))
                    .expect(201);
        }

        assertThat(RoundTrips.fewest(
                        () -> agent.get("/api/v1/views?counts=true").expect(200)))
                .isEqualTo(4);
    }

    @Test
    void aTicketIsCheckedAgainstTheTenantsFieldsWithoutAStatementMore() {
        var manager = Desk.at(port).manager();
        for (var key : List.of("order", "color")) {
            manager.post("/api/v1/ticket-fields", Map.of("key", key, "label", key, "type", "text"))
                    .expect(201);
        }
        var body = Map.of("subject", "checked", "custom_fields", Map.of("order", "17"));
        var ticket = manager.post(TICKETS, body).expect(201).header("Location");

        assertThat(RoundTrips.fewest(() -> manager.post(TICKETS, body).expect(201)))
                .isEqualTo(2);
        assertThat(RoundTrips.fewest(() -> manager.patch(
                                ticket,
                                Map.of(
                                        "custom_fields",
                                        Map.of("order", UUID.randomUUID().toString())))
                        .expect(200)))
                .isEqualTo(3);
    }
}
