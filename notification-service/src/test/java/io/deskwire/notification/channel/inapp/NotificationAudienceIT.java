package io.deskwire.notification.channel.inapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.access.RoleDefaults;
import io.deskwire.contracts.access.TenantRole;
import io.deskwire.notification.Events;
import io.deskwire.notification.NotificationServiceTest;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.TestTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Whatever roles may, whoever has which department, whatever is told: nobody gets a notification of what a SELECT
/// would not show, and everybody does whom the rule names and who may.
@NotificationServiceTest
class NotificationAudienceIT {
    private static final List<String> GIVEN =
            List.of("tickets.read", "comments.internal", "tickets.write", "jobs.read", "tenant.read");

    @LocalServerPort
    int port;

    @Autowired
    TestTokens tokens;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    private record Person(UUID id, TenantRole role, Set<String> permissions) {}

    private record Ticket(UUID id, UUID requester, UUID assignee) {
        /// The policy of `tickets`.
        boolean shows(UUID user, Set<String> permissions) {
            return permissions.contains("tickets.read") || user.equals(requester);
        }

        /// The policy of `ticket_comments`.
        boolean showsComment(boolean internal, UUID user, Set<String> permissions) {
            return internal ? permissions.contains("comments.internal") : shows(user, permissions);
        }

        Map<String, Object> audience() {
            return audience("tickets.read", requester);
        }

        static Map<String, Object> audience(String permission, UUID user) {
            return Map.of(
                    "permission", permission, "users", Stream.ofNullable(user).toList());
        }
    }

    /// @param internal null where it is the ticket itself
    private record Told(
            UUID event, Ticket ticket, Boolean internal, UUID actor, Set<UUID> meant, Set<TenantRole> roles) {
        boolean concerns(Person person) {
            return (meant.contains(person.id()) || roles.contains(person.role()))
                    && !person.id().equals(actor);
        }

        boolean shownTo(UUID user, Set<String> permissions) {
            return ticket.shows(user, permissions)
                    && (internal == null || ticket.showsComment(internal, user, permissions));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261130, 91})
    void tellsWhomTheRuleNamesAndAnSelectWouldShow(long seed) {
        var random = new Random(seed);
        var events = Events.ofNewTenant();
        var people = people(random, events);
        await().untilAsserted(() -> assertThat(
                        count("SELECT count(*) FROM members_seen WHERE tenant_id = :id", events.tenant()))
                .isEqualTo(people.size()));
        await().untilAsserted(() -> assertThat(count("""
                        SELECT (SELECT count(*) FROM roles_seen WHERE tenant_id = :id)
                               + (SELECT count(*) FROM department_roles_seen WHERE tenant_id = :id)
                        """, events.tenant())).isEqualTo(5));

        var told = told(random, events, people);
        var last = told.getLast().event();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                count("SELECT count(*) FROM inbox WHERE event_id = :id AND consumer = 'inapp'", last))
                        .isOne());

        for (var person : people) {
            var expected = told.stream()
                    .filter(one -> one.concerns(person) && one.shownTo(person.id(), person.permissions()))
                    .map(one -> one.event().toString())
                    .toList();
            assertThat(stored(events, person)).as("%s", person).containsExactlyInAnyOrderElementsOf(expected);
            shows(events, person, person.permissions(), expected);

            // Whatever is taken from the person later, the list shows no more than a SELECT.
            var left = new TreeSet<>(person.permissions());
            left.removeIf(_ -> random.nextInt(3) == 0);
            shows(
                    events,
                    person,
                    left,
                    told.stream()
                            .filter(one -> expected.contains(one.event().toString()))
                            .filter(one -> one.shownTo(person.id(), left))
                            .map(one -> one.event().toString())
                            .toList());
        }
    }

    private List<Person> people(Random random, Events events) {
        var ofRole = new HashMap<TenantRole, List<String>>();
        for (var role : List.of(TenantRole.AGENT, TenantRole.VA, TenantRole.CLIENT)) {
            ofRole.put(role, some(random));
            events.people().role(role.wire(), 1, ofRole.get(role).toArray(String[]::new));
        }
        var departments = new HashMap<UUID, List<String>>();
        for (int i = 0; i < 2; i++) {
            var id = UUID.randomUUID();
            departments.put(id, some(random));
            events.people().departmentRole(
                    "department_role.created", id, 1, departments.get(id).toArray(String[]::new));
        }
        var choices = new ArrayList<UUID>(departments.keySet());
        choices.add(null);
        var people = new ArrayList<Person>();
        for (int i = 0; i < 14; i++) {
            var role = TenantRole.values()[random.nextInt(4)];
            var id = UUID.randomUUID();
            var department = choices.get(random.nextInt(choices.size()));
            events.people().member("member.created", id, role.wire(), department, 1);
            people.add(new Person(
                    id,
                    role,
                    Set.copyOf(RoleDefaults.effective(
                            role, ofRole.get(role), department == null ? null : departments.get(department)))));
        }
        return people;
    }

    private static List<Told> told(Random random, Events events, List<Person> people) {
        var told = new ArrayList<Told>();
        for (int i = 0; i < 12; i++) {
            var ticket = new Ticket(UUID.randomUUID(), anybody(random, people), anybody(random, people));
            var creator = anybody(random, people);
            var actor = Objects.requireNonNullElse(creator, UUID.randomUUID());
            told.add(new Told(
                    events.ticketCreated(ticket.id(), "user:" + actor, creator, ticket.assignee(), ticket.audience()),
                    ticket,
                    null,
                    actor,
                    set(ticket.assignee()),
                    Set.of(TenantRole.ADMIN, TenantRole.AGENT)));
            for (int j = 0; j < 4; j++) {
                var internal = random.nextBoolean();
                var author = Objects.requireNonNullElse(anybody(random, people), UUID.randomUUID());
                var audience = internal ? Ticket.audience("comments.internal", null) : ticket.audience();
                told.add(new Told(
                        events.commented(ticket.id(), internal ? "internal" : "public", "user:" + author, audience),
                        ticket,
                        internal,
                        author,
                        set(ticket.assignee(), creator),
                        Set.of()));
            }
        }
        return told;
    }

    private void shows(Events events, Person person, Set<String> permissions, List<String> expected) {
        var list = Api.at("http://127.0.0.1:" + port)
                .as(tokens.member(
                        events.tenant(), person.id(), person.role().wire(), permissions.toArray(String[]::new)))
                .get("/api/v1/notifications?limit=200")
                .expect(200)
                .json();
        assertThat(list.get("data").findValuesAsString("event_id"))
                .as("%s with %s", person, permissions)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(list.get("unread_count").asInt()).isEqualTo(expected.size());
    }

    private List<String> stored(Events events, Person person) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT event_id::text FROM notifications WHERE tenant_id = :tenant AND user_id = :user")
                        .param("tenant", events.tenant())
                        .param("user", person.id())
                        .query(String.class)
                        .list());
    }

    private long count(String sql, UUID id) {
        return system.call(
                "test", () -> jdbc.sql(sql).param("id", id).query(Long.class).single());
    }

    private static List<String> some(Random random) {
        return GIVEN.stream().filter(_ -> random.nextBoolean()).toList();
    }

    private static UUID anybody(Random random, List<Person> people) {
        var i = random.nextInt(people.size() + 3);
        return i < people.size() ? people.get(i).id() : null;
    }

    private static Set<UUID> set(UUID... ids) {
        var set = new java.util.HashSet<UUID>();
        Stream.of(ids).filter(Objects::nonNull).forEach(set::add);
        return set;
    }
}
