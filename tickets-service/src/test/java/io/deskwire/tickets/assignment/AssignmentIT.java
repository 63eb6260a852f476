package io.deskwire.tickets.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketsServiceTest
class AssignmentIT {
    private static final String TEAMS = "/api/v1/teams";

    @LocalServerPort
    int port;

    Desk desk;
    Api admin;
    PeopleEvents people;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        admin = desk.manager();
        people = PeopleEvents.of(desk.tenant());
    }

    private String team(String assignment, UUID... members) {
        var path = admin.post(TEAMS, Map.of("name", UUID.randomUUID().toString(), "assignment", assignment))
                .expect(201)
                .header("Location");
        for (var member : members) {
            admin.put(path + "/members/" + member, Map.of()).expect(200);
        }
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Api.Answer assign(String ticket, String field, Object value) {
        var body = new HashMap<String, Object>();
        body.put(field, value);
        return admin.post(ticket + "/assign", body);
    }

    @Test
    void givesATicketToSomebodyToNobodyAndToATeam() {
        var agent = people.member("agent");
        var team = team("manual", agent);
        var ticket = Desk.ticket(admin, "whose?");

        assertThat(assign(ticket, "assignee_id", agent).expect(200).text("/assignee_id"))
                .isEqualTo(agent.toString());
        var given = assign(ticket, "team_id", team).expect(200);
        assertThat(given.text("/team_id")).isEqualTo(team);
        assertThat(given.json().get("assignee_id").isNull()).isTrue();
        assign(ticket, "assignee_id", agent).expect(200);
        assertThat(assign(ticket, "assignee_id", null).expect(200).json().get("assignee_id").isNull())
                .isTrue();
    }

    @Test
    void refusesWhatItCannotDo() {
        var ticket = Desk.ticket(admin, "whose?");
        var elsewhere = Desk.at(port).manager().post(TEAMS, Map.of("name", "theirs")).expect(201);

        admin.post(ticket + "/assign", Map.of()).problem(400, "malformed");
        admin.post(ticket + "/assign", Map.of("strategy", "auto", "team_id", UUID.randomUUID()))
                .problem(400, "malformed");
        assign(ticket, "team_id", null).problem(400, "malformed");
        assign(ticket, "strategy", "dice").problem(400, "malformed");
        assign(ticket, "assignee_id", UUID.randomUUID()).problem(400, "malformed");
        assign(ticket, "team_id", elsewhere.text("/id")).problem(400, "malformed");
        assertThat(admin.patch(ticket, Map.of("team_id", elsewhere.text("/id")))
                        .problem(400, "malformed")
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("team_id");
        assign(ticket, "strategy", "auto").problem(409, "no-team");
        assign(ticket, "team_id", team("manual")).expect(200);
        assign(ticket, "strategy", "auto").problem(409, "nobody-available");
        desk.client().post(ticket + "/assign", Map.of("strategy", "auto")).problem(403, "forbidden");
        desk.client().post(ticket + "/take", Map.of()).problem(403, "forbidden");
    }

    @Test
    void givesByTurnWhatComesToTheTeam() {
        var agents = List.of(people.member("agent"), people.member("agent"), people.member("agent"));
        var team = team("round_robin", agents.toArray(UUID[]::new));
        admin.put("%s/%s/members/%s".formatted(TEAMS, team, agents.get(1)), Map.of("available", false))
                .expect(200);

        var assigned = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            assigned.add(admin.patch(Desk.ticket(admin, "next " + i), Map.of("team_id", team))
                    .expect(200)
                    .text("/assignee_id"));
        }

        assertThat(assigned.subList(0, 2))
                .containsExactlyInAnyOrder(agents.get(0).toString(), agents.get(2).toString());
        assertThat(assigned.subList(2, 4)).isEqualTo(assigned.subList(0, 2));
    }

    @Test
    void givesNobodyMoreThanTheyTakeHoweverManyComeAtOnce() throws Exception {
        var agents = List.of(people.member("agent"), people.member("agent"));
        var team = team("least_loaded", agents.toArray(UUID[]::new));
        admin.patch(TEAMS + "/" + team, Map.of("capacity", 3)).expect(200);
        var tickets = new ArrayList<String>();
        for (int i = 0; i < 8; i++) {
            tickets.add(Desk.ticket(admin, "all at once " + i));
        }

        var given = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(tickets.stream()
                    .map(ticket -> (Callable<Api.Answer>) () -> admin.patch(ticket, Map.of("team_id", team)))
                    .toList());
            for (var answer : answers) {
                given.add(answer.get().expect(200).json().get("assignee_id").asString("nobody"));
            }
        }

        for (var agent : agents) {
            assertThat(Collections.frequency(given, agent.toString())).isEqualTo(3);
        }
        var waiting = tickets.get(given.indexOf("nobody"));
        admin.patch(tickets.get(given.indexOf(agents.getFirst().toString())), Map.of("status", "solved"))
                .expect(200);
        assertThat(assign(waiting, "strategy", "auto").expect(200).text("/assignee_id"))
                .isEqualTo(agents.getFirst().toString());
    }

    @Test
    void letsOneOfTwoTakeATicket() throws Exception {
        var ticket = Desk.ticket(admin, "first come");
        var users = List.of(people.member("agent"), people.member("agent"));
        var agents = users.stream()
                .map(user -> desk.member(user, "agent", "tickets.read", "tickets.write"))
                .toList();

        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(agents.stream()
                    .map(agent -> (Callable<Api.Answer>) () -> agent.post(ticket + "/take", Map.of()))
                    .toList());
            for (var answer : answers) {
                statuses.add(answer.get().status());
            }
        }

        assertThat(statuses).containsExactlyInAnyOrder(200, 409);
        var winner = statuses.indexOf(200);
        agents.get(winner).post(ticket + "/take", Map.of()).expect(200);
        assertThat(agents.get(1 - winner)
                        .post(ticket + "/take", Map.of())
                        .problem(409, "taken")
                        .get("assignee_id")
                        .asString())
                .isEqualTo(users.get(winner).toString());
    }
}
