package io.deskwire.tickets.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketsServiceTest
class TeamIT {
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

    private String team(String name) {
        return admin.post(TEAMS, Map.of("name", name)).expect(201).header("Location");
    }

    private static List<String> members(Api.Answer team) {
        return team.json().get("members").findValuesAsString("user_id");
    }

    @Test
    void areKnownAsTheContractShowsThem() {
        var made = admin.post(TEAMS, Map.of("name", " Night shift ", "assignment", "least_loaded", "capacity", 7))
                .expect(201);

        assertThat(made.json().propertyNames())
                .containsExactly(
                        "id",
                        "tenant_id",
                        "name",
                        "assignment",
                        "capacity",
                        "members",
                        "version",
                        "created_by",
                        "updated_by",
                        "created_at",
                        "updated_at");
        assertThat(made.text("/name")).isEqualTo("Night shift");
        assertThat(made.json().get("members")).isEmpty();
        assertThat(admin.get(made.header("Location")).expect(200).json()).isEqualTo(made.json());
        assertThat(admin.get(TEAMS).json().at("/data/0")).isEqualTo(made.json());
        assertThat(admin.post(TEAMS, Map.of("name", "Night shift"))
                        .problem(409, "name-taken")
                        .get("existing_id")
                        .asString())
                .isEqualTo(made.text("/id"));
    }

    @Test
    void arePatchedAndDeleted() {
        team("Taken");
        var path = team("Night shift");
        var patch = new HashMap<String, Object>();
        patch.put("assignment", "round_robin");
        patch.put("capacity", null);

        assertThat(admin.with("If-Match", "W/\"1\"")
                        .patch(path, patch)
                        .expect(200)
                        .header("ETag"))
                .isEqualTo("W/\"2\"");
        assertThat(admin.patch(path, patch).expect(200).header("ETag")).isEqualTo("W/\"2\"");
        admin.with("If-Match", "W/\"1\"").patch(path, Map.of("name", "late")).problem(412, "stale");
        admin.patch(path, Map.of("name", "Taken")).problem(409, "name-taken");
        admin.delete(path).expect(204);
        admin.get(path).problem(404, "not-found");
        admin.delete(path).problem(404, "not-found");
    }

    @Test
    void stayWhileTheyHaveWork() {
        var path = team("Night shift");
        var ticket = Desk.ticket(admin, "to be worked on");
        admin.patch(ticket, Map.of("team_id", id(path))).expect(200);

        admin.delete(path).problem(409, "team-in-use");
        admin.patch(ticket, Map.of("status", "solved")).expect(200);
        admin.delete(path).expect(204);
    }

    @Test
    void takeInOnlyPeopleWhoMayReadTickets() {
        var path = team("Night shift");
        var agent = people.member("agent");
        var client = people.member("client");

        var joined = admin.put(path + "/members/" + agent, Map.of("capacity", 3)).expect(200);
        assertThat(joined.json().at("/members/0").toString())
                .isEqualTo("{\"user_id\":\"%s\",\"capacity\":3,\"available\":true}".formatted(agent));
        assertThat(admin.put(path + "/members/" + agent, Map.of("capacity", 3))
                        .expect(200)
                        .header("ETag"))
                .as("the same once more changes nothing")
                .isEqualTo("W/\"2\"");
        assertThat(admin.put(path + "/members/" + agent, Map.of("available", false))
                        .expect(200)
                        .json()
                        .at("/members/0/capacity")
                        .asInt())
                .isEqualTo(3);
        admin.put(path + "/members/" + client, Map.of()).problem(400, "malformed");
        admin.put(path + "/members/" + UUID.randomUUID(), Map.of()).problem(400, "malformed");
        admin.delete(path + "/members/" + agent).expect(204);
        admin.delete(path + "/members/" + agent).problem(404, "not-found");
    }

    @Test
    void letMembersSayWhetherTheyAreThere() {
        var path = team("Night shift");
        var user = people.member("agent");
        var agent = desk.member(user, "agent", "tickets.read", "tickets.write");
        var own = path + "/members/" + user;

        agent.put(own, Map.of("available", false)).problem(403, "forbidden");
        admin.put(own, Map.of()).expect(200);
        assertThat(agent.put(own, Map.of("available", false))
                        .expect(200)
                        .json()
                        .at("/members/0/available")
                        .asBoolean())
                .isFalse();
        agent.put(own, Map.of("capacity", 1)).problem(403, "forbidden");
        agent.delete(own).problem(403, "forbidden");
    }

    @Test
    void loseThoseWhoLeaveTheTenant() {
        var first = team("Night shift");
        var second = team("Day shift");
        var leaver = people.member("agent");
        var stays = people.member("agent");
        for (var path : List.of(first, second)) {
            admin.put(path + "/members/" + leaver, Map.of()).expect(200);
            admin.put(path + "/members/" + stays, Map.of()).expect(200);
        }

        people.member("member.deleted", leaver, "agent", null, 2);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(members(admin.get(first))).containsExactly(stays.toString());
            assertThat(members(admin.get(second))).containsExactly(stays.toString());
        });
    }

    @Test
    void namesEveryBadField() {
        assertThat(admin.post(TEAMS, Map.of("name", "", "assignment", "by_dice", "capacity", -1, "members", List.of()))
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .containsExactly("members", "name", "assignment", "capacity");
        admin.post(TEAMS, Map.of()).problem(400, "malformed");
        admin.put(team("Night shift") + "/members/" + UUID.randomUUID(), Map.of("available", "yes"))
                .problem(400, "malformed");
    }

    @Test
    void areSeenByTheDeskAndManagedByThoseWhoManageMembers() {
        var path = team("Night shift");

        desk.client().get(TEAMS).problem(403, "forbidden");
        desk.client().get(path).problem(403, "forbidden");
        desk.agent().get(path).expect(200);
        desk.agent().post(TEAMS, Map.of("name", "x")).problem(403, "forbidden");
        desk.agent().patch(path, Map.of("name", "x")).problem(403, "forbidden");
        desk.agent().delete(path).problem(403, "forbidden");
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
