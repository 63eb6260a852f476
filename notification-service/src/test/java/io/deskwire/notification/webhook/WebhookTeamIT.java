package io.deskwire.notification.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.deskwire.directory.Directory;
import io.deskwire.testsupport.Api;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// An endpoint gets what is told to its last editor's teams, as long as the editor is in them: queued, sent, replayed.
class WebhookTeamIT extends WebhookFixture {
    private static final Map<String, ?> EVER = Map.of("since", "2020-01-01T00:00:00Z");

    @Autowired
    Directory directory;

    @Autowired
    SystemAccess system;

    final UUID owner = UUID.randomUUID();

    @Test
    void sendsAndReplaysWhatTheTeamsOfTheEditorMaySee() {
        var random = new Random(57);
        var people = events.people();
        var teams = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        var own = Set.of(teams.get(0), teams.get(1));
        people.team("team.created", teams.get(0), 1, owner, UUID.randomUUID());
        people.team("team.created", teams.get(1), 1, owner);
        people.team("team.created", teams.get(2), 1, UUID.randomUUID());
        awaitTeams(own);
        admin = as(owner, "webhooks.manage");
        var hook = endpoint("/team", "ticket.created");
        var audiences = new LinkedHashMap<UUID, Set<UUID>>();
        for (int i = 0; i < 24; i++) {
            var named = new HashSet<UUID>();
            teams.stream().filter(_ -> random.nextInt(3) == 0).forEach(named::add);
            audiences.put(told(named), named);
        }
        var last = told(own);
        audiences.put(last, own);

        await().until(() -> received(hook).contains(last.toString()));
        assertThat(received(hook)).isEqualTo(seen(audiences, own));

        await().until(() -> deliveries(hook).findValuesAsString("status").stream()
                .noneMatch(status -> status.equals("pending") || status.equals("delivering")));

        people.team("team.updated", teams.get(0), 2, UUID.randomUUID());
        var left = Set.of(teams.get(1));
        awaitTeams(left);
        var again = seen(audiences, left).size();
        assertThat(admin.post(hook.api() + "/replay", EVER)
                        .expect(200)
                        .json()
                        .get("queued")
                        .asInt())
                .isEqualTo(again);
        var first = told(Set.of(teams.get(0)));
        var second = told(left);
        await().until(() -> received(hook).contains(second.toString()));
        assertThat(received(hook)).doesNotContain(first.toString());
    }

    private Set<String> received(Endpoint hook) {
        var received = new HashSet<String>();
        receiver.at(hook.path()).forEach(request -> received.add(request.header("Webhook-id")));
        return received;
    }

    private static Set<String> seen(Map<UUID, Set<UUID>> audiences, Set<UUID> teams) {
        var seen = new HashSet<String>();
        audiences.forEach((event, named) -> {
            if (named.stream().anyMatch(teams::contains)) {
                seen.add(event.toString());
            }
        });
        return seen;
    }

    private UUID told(Set<UUID> teams) {
        var event = UUID.randomUUID();
        var ticket = UUID.randomUUID();
        events.send(
                Topic.TICKETS,
                event,
                "ticket.created",
                ticket,
                1,
                "system:test",
                Map.of("permission", "tickets.read", "users", List.of(), "teams", teams),
                Map.of("table", "tickets", "record", Map.of("id", ticket, "subject", "s")));
        return event;
    }

    private void awaitTeams(Set<UUID> teams) {
        await().until(() -> system.call("test", () -> directory.teams(events.tenant(), owner))
                .equals(teams));
    }

    private Api as(UUID user, String... permissions) {
        return Api.at("http://127.0.0.1:" + port).as(tokens.member(events.tenant(), user, "admin", permissions));
    }
}
