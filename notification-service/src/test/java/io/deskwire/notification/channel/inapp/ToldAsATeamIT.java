package io.deskwire.notification.channel.inapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.deskwire.directory.Directory;
import io.deskwire.notification.Events;
import io.deskwire.notification.NotificationServiceTest;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.TestTokens;
import io.deskwire.testsupport.event.PeopleEvents;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// What somebody was told as a member of a team is shown as long as the team would be told of it (ADR 0060).
@NotificationServiceTest
class ToldAsATeamIT {
    @LocalServerPort
    int port;

    @Autowired
    TestTokens tokens;

    @Autowired
    Directory directory;

    @Autowired
    SystemAccess system;

    private final Events events = Events.ofNewTenant();
    private final PeopleEvents people = events.people();
    private final UUID member = UUID.randomUUID();
    private final UUID team = UUID.randomUUID();
    private final UUID ticket = UUID.randomUUID();

    @Test
    void showsItToMembersAndToThoseWhoMayReadTickets() {
        people.role("agent", 1, "tenant.read");
        people.member("member.created", member, "agent", null, 1);
        people.team("team.created", team, 1, member);
        awaitTeam(Set.of(member));
        tell("ticket.created", Topic.TICKETS, Map.of("permission", "tickets.read", "users", List.of(), "teams", Set.of(team)));
        await().until(() -> shown(as()).size() == 1);
        var notification = list(as()).at("/data/0/id").asString();
        // As the relay would tell of it.
        tell(
                "notification.created",
                Topic.NOTIFICATIONS,
                Map.of("users", List.of(member), "needs", List.of("tickets.read|" + team)));
        await().until(() -> fed(as()) == 2);
        assertThat(unread(as())).isOne();

        people.team("team.updated", team, 2, UUID.randomUUID());
        await().until(() -> shown(as()).isEmpty());
        assertThat(unread(as())).isZero();
        assertThat(fed(as())).isZero();
        as().post("/api/v1/notifications/" + notification + "/read", Map.of()).expect(404);
        assertThat(shown(as("tickets.read"))).containsExactly(ticket.toString());
        assertThat(unread(as("tickets.read"))).isOne();
        assertThat(fed(as("tickets.read"))).isEqualTo(2);

        people.team("team.updated", team, 3, member);
        awaitTeam(Set.of(member));
        assertThat(shown(as())).containsExactly(ticket.toString());
        as().post("/api/v1/notifications/" + notification + "/read", Map.of()).expect(200);
        assertThat(unread(as())).isZero();
    }

    private void tell(String type, Topic topic, Map<String, ?> audience) {
        events.send(
                topic,
                UUID.randomUUID(),
                type,
                ticket,
                1,
                "system:test",
                audience,
                Map.of("table", "tickets", "record", Map.of("id", ticket, "subject", "s")));
    }

    private void awaitTeam(Set<UUID> members) {
        await().until(() -> system.call("test", () -> directory.inTeams(events.tenant(), Set.of(team)))
                .equals(members));
    }

    private Api as(String... permissions) {
        return Api.at("http://127.0.0.1:" + port).as(tokens.member(events.tenant(), member, "agent", permissions));
    }

    private static JsonNode list(Api api) {
        return api.get("/api/v1/notifications").expect(200).json();
    }

    private static List<String> shown(Api api) {
        return list(api).get("data").valueStream()
                .map(one -> one.get("subject").asString())
                .toList();
    }

    private static int unread(Api api) {
        return list(api).get("unread_count").asInt();
    }

    private static int fed(Api api) {
        return api.get("/api/v1/events").expect(200).json().get("data").size();
    }
}
