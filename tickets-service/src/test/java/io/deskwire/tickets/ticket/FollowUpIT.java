package io.deskwire.tickets.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/// What goes on after a ticket was closed.
@TicketsServiceTest
class FollowUpIT {
    private static final String TICKETS = "/api/v1/tickets";

    @LocalServerPort
    int port;

    Desk desk;
    Api agent;
    Api client;
    String closed;

    @BeforeEach
    void close() {
        desk = Desk.at(port);
        agent = desk.agent();
        client = desk.client();
        closed = Desk.ticket(client, "broken");
        agent.patch(closed, Map.of("status", "closed")).expect(200);
    }

    private static Map<String, Object> further(String earlier) {
        return Map.of("subject", "broken again", "follow_up_of", id(earlier));
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Test
    void isATicketThatNamesTheClosedOne() {
        var made = client.post(TICKETS, further(closed)).expect(201);

        assertThat(made.text("/follow_up_of")).isEqualTo(id(closed));
        assertThat(agent.get(made.header("Location")).text("/follow_up_of")).isEqualTo(id(closed));
        assertThat(agent.post(TICKETS, Map.of("subject", "s"))
                        .expect(201)
                        .json()
                        .get("follow_up_of")
                        .isNull())
                .isTrue();
        agent.patch(made.header("Location"), Map.of("follow_up_of", id(closed))).problem(400, "malformed");
    }

    @Test
    void staysWhenTheClosedOneIsPurged() {
        var made = client.post(TICKETS, further(closed)).expect(201).header("Location");
        var admin = desk.admin();

        admin.delete(closed).expect(204);
        admin.post(closed + "/purge", Map.of()).expect(204);

        assertThat(agent.get(made).text("/follow_up_of")).isEqualTo(id(closed));
    }

    @Test
    void isOfAClosedTicketThatTheCallerSees() {
        var open = Desk.ticket(agent, "still open");
        agent.post(TICKETS, further(open)).problem(409, "not-closed");
        var other = Desk.at(port);
        var foreign = Desk.ticket(other.agent(), "theirs");
        other.agent().patch(foreign, Map.of("status", "closed")).expect(200);

        for (var nothing : new String[] {foreign, Desk.NO_TICKET}) {
            assertThat(agent.post(TICKETS, further(nothing))
                            .problem(400, "malformed")
                            .get("errors")
                            .findValuesAsString("message"))
                    .containsExactly("ticket %s does not exist".formatted(id(nothing)));
        }
        desk.client().post(TICKETS, further(closed)).problem(400, "malformed");
        agent.post(TICKETS, Map.of("subject", "s", "follow_up_of", "7")).problem(400, "malformed");
        assertThat(agent.post(TICKETS + "/bulk", Map.of("tickets", List.of(further(open), further(closed))))
                        .expect(200)
                        .json()
                        .get("results")
                        .valueStream()
                        .map(result -> result.get("status").asInt()))
                .containsExactly(409, 201);
    }

    @Test
    void isNotNeededWhereAnAdminOpensItAgain() {
        agent.patch(closed, Map.of("status", "open")).problem(409, "status-transition");
        client.patch(closed, Map.of("status", "open")).problem(409, "status-transition");
        desk.admin().patch(closed, Map.of("status", "pending")).problem(409, "status-transition");

        assertThat(desk.admin()
                        .patch(closed, Map.of("status", "open"))
                        .expect(200)
                        .json()
                        .get("closed_at")
                        .isNull())
                .isTrue();
        client.post(closed + "/comments", Map.of("body", "It still is")).expect(201);
    }
}
