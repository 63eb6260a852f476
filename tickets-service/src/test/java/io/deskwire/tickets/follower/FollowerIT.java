package io.deskwire.tickets.follower;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketsServiceTest
class FollowerIT {
    @LocalServerPort
    int port;

    Desk desk;
    Api agent;
    PeopleEvents people;
    String ticket;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
        people = PeopleEvents.of(desk.tenant());
        ticket = Desk.ticket(agent, "followed");
    }

    private static List<String> followers(Api.Answer ticket) {
        return ticket.json()
                .get("followers")
                .valueStream()
                .map(id -> id.asString())
                .toList();
    }

    private String follower(UUID user) {
        return ticket + "/followers/" + user;
    }

    @Test
    void comeAndGo() {
        var ann = people.member("agent");
        var bob = people.member("va");

        assertThat(followers(agent.put(follower(ann), Map.of()).expect(200))).containsExactly(ann.toString());
        assertThat(followers(agent.put(follower(bob), Map.of()).expect(200)))
                .containsExactly(ann.toString(), bob.toString());
        assertThat(agent.put(follower(bob), Map.of()).expect(200).header("ETag"))
                .as("once more changes nothing")
                .isEqualTo("W/\"3\"");
        agent.delete(follower(ann)).expect(204);
        agent.delete(follower(ann)).problem(404, "not-found");

        assertThat(followers(agent.get(ticket))).containsExactly(bob.toString());
        var change = agent.get(ticket + "/history").json().at("/data/3/changes/0");
        assertThat(change.get("field").asString()).isEqualTo("followers");
        assertThat(change.get("from")).hasSize(2);
        assertThat(change.get("to")).hasSize(1);
    }

    @Test
    void areNamedAllAtOnceByAPatch() {
        var ann = people.member("agent");
        var bob = people.member("va");

        assertThat(followers(agent.patch(ticket, Map.of("followers", List.of(bob, ann, bob)))
                        .expect(200)))
                .containsExactly(bob.toString(), ann.toString());
        assertThat(followers(
                        agent.patch(ticket, Map.of("subject", "still followed")).expect(200)))
                .hasSize(2);
        assertThat(followers(agent.patch(ticket, Map.of("followers", List.of())).expect(200)))
                .isEmpty();
    }

    @Test
    void arePeopleWhoMayReadTickets() {
        var client = people.member("client");

        agent.put(follower(client), Map.of()).problem(400, "malformed");
        assertThat(agent.patch(ticket, Map.of("followers", List.of(client)))
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("message"))
                .containsExactly(client + " is no member of this tenant who may read tickets");
        for (var bad : List.<Object>of("me", List.of("me"), List.of(7), 7)) {
            agent.patch(ticket, Map.of("followers", bad)).problem(400, "malformed");
        }
        var crowd = Stream.generate(UUID::randomUUID).limit(101).toList();
        agent.patch(ticket, Map.of("followers", crowd)).problem(400, "malformed");
        desk.member("va", "tickets.read").put(follower(client), Map.of()).problem(403, "forbidden");
        agent.put(Desk.NO_TICKET + "/followers/" + client, Map.of()).problem(404, "not-found");
    }

    @Test
    void comeAtOnceWithoutLosingOneAnother() {
        var users = List.of(people.member("agent"), people.member("agent"), people.member("agent"));

        users.stream()
                .map(user -> CompletableFuture.supplyAsync(() -> agent.put(follower(user), Map.of())))
                .toList()
                .forEach(answer -> answer.join().expect(200));

        assertThat(followers(agent.get(ticket)))
                .containsExactlyInAnyOrderElementsOf(
                        users.stream().map(UUID::toString).toList());
    }
}
