package io.deskwire.notification.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.event.Audience;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.directory.Directory;
import io.deskwire.notification.LiveService;
import io.deskwire.testsupport.event.PeopleEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// What live connections show is what row-level security shows, for any events and any callers.
class AudienceIT extends LiveService {
    private static final List<String> PERMISSIONS = List.of("tickets.read", "jobs.read", "members.read");

    private record Person(UUID tenant, UUID id, Set<String> permissions, String token, Browser browser) {
        List<String> live() {
            return browser.changes("all").stream()
                    .map(data -> data.path("record").path("id").asString())
                    .toList();
        }
    }

    @Autowired
    Directory directory;

    @Autowired
    SystemAccess system;

    /// Of which tenant a team is, and who is in it.
    private record Team(UUID tenant, Set<UUID> members) {}

    private Map<UUID, Team> teams(List<UUID> tenants, List<Person> people, Random random) {
        var teams = new LinkedHashMap<UUID, Team>();
        for (int i = 0; i < 6; i++) {
            var tenant = tenants.get(i % 2);
            var members = people.stream()
                    .filter(person -> person.tenant().equals(tenant) && random.nextInt(3) == 0)
                    .map(Person::id)
                    .collect(Collectors.toSet());
            var team = UUID.randomUUID();
            teams.put(team, new Team(tenant, members));
            PeopleEvents.of(tenant).team("team.created", team, 1, members.toArray(UUID[]::new));
        }
        await().untilAsserted(() -> teams.forEach((id, team) -> assertThat(
                        system.call("test", () -> directory.inTeams(team.tenant(), Set.of(id))))
                .isEqualTo(team.members())));
        return teams;
    }

    /// What a reader must have: a permission, or a permission or one of some teams.
    private static List<String> needs(List<UUID> teams, Random random) {
        if (random.nextInt(3) > 0) {
            return List.of();
        }
        var needs = new ArrayList<String>();
        for (int i = random.nextInt(2); i < 2; i++) {
            var alternatives = new ArrayList<String>();
            alternatives.add(PERMISSIONS.get(random.nextInt(3)));
            teams.stream()
                    .filter(_ -> random.nextInt(3) == 0)
                    .map(UUID::toString)
                    .forEach(alternatives::add);
            needs.add(String.join("|", alternatives));
        }
        return needs;
    }

    /// The rule in the words of the test: all needs fulfilled, each by one of its alternatives, and one way in.
    private static boolean shows(Audience audience, Person person, Map<UUID, Team> teams) {
        var held = new HashSet<>(person.permissions());
        teams.forEach((id, team) -> {
            if (isInOneOf(person, List.of(id), teams)) {
                held.add(id.toString());
            }
        });
        var fulfilled = audience.needs().stream()
                .allMatch(need -> Arrays.stream(need.split("\\|")).anyMatch(held::contains));
        var admitted = audience.users().contains(person.id())
                || audience.permission() != null && person.permissions().contains(audience.permission())
                || isInOneOf(person, audience.teams(), teams);
        return fulfilled && admitted;
    }

    private static Audience withoutNeeds(Audience audience) {
        return new Audience(audience.permission(), audience.users(), List.of(), audience.teams());
    }

    private static boolean isInOneOf(Person person, List<UUID> named, Map<UUID, Team> teams) {
        return named.stream()
                .map(teams::get)
                .filter(Objects::nonNull)
                .anyMatch(team ->
                        team.tenant().equals(person.tenant()) && team.members().contains(person.id()));
    }

    @Test
    void deliversExactlyWhatPostgresShows() {
        var random = new Random(20261121);
        var tenants = List.of(UUID.randomUUID(), UUID.randomUUID());
        var people = new ArrayList<Person>();
        for (int i = 0; i < 8; i++) {
            var permissions =
                    PERMISSIONS.stream().filter(_ -> random.nextBoolean()).toArray(String[]::new);
            var id = UUID.randomUUID();
            var token = TOKENS.member(tenants.get(i % 2), id, "agent", permissions);
            var browser = Browser.at(port);
            browser.join("all", token, List.of(Browser.changes("*", "*")));
            people.add(new Person(tenants.get(i % 2), id, Set.of(permissions), token, browser));
        }
        var teams = teams(tenants, people, random);
        var sent = new LinkedHashMap<String, Audience>();
        var owner = new LinkedHashMap<String, UUID>();
        for (int i = 0; i < 80; i++) {
            var users = people.stream()
                    .filter(_ -> random.nextInt(6) == 0)
                    .map(Person::id)
                    .toList();
            var named =
                    teams.keySet().stream().filter(_ -> random.nextInt(6) == 0).toList();
            var audience = new Audience(
                    random.nextInt(3) == 0 ? null : PERMISSIONS.get(random.nextInt(3)),
                    users,
                    needs(List.copyOf(teams.keySet()), random),
                    named);
            var tenant = tenants.get(random.nextInt(2));
            var id = publisher().ticketCreated(tenant, "n", audience).toString();
            sent.put(id, audience);
            owner.put(id, tenant);
        }
        var throughTeams = 0L;
        for (var person : people) {
            var shown = sent.keySet().stream()
                    .filter(id -> owner.get(id).equals(person.tenant()) && shows(sent.get(id), person, teams))
                    .toList();
            throughTeams += shown.stream()
                    .filter(id -> !shows(sent.get(id), person, Map.of())
                            && shows(withoutNeeds(sent.get(id)), person, Map.of()))
                    .count();
            await().untilAsserted(() -> assertThat(person.live()).isEqualTo(shown));
            await().untilAsserted(() -> {
                var page = as(person.token()).get("/api/v1/events?limit=200").json();
                assertThat(StreamSupport.stream(page.path("data").spliterator(), false)
                                .map(event -> event.path("subject").asString()))
                        .containsExactlyElementsOf(shown);
            });
            person.browser().close();
        }
        assertThat(throughTeams).as("shown because a team fulfils a need").isPositive();
    }
}
