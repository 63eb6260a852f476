package io.deskwire.tickets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.event.Audience;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.JsonShape;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.platform.Named;
import io.deskwire.tickets.ticket.TicketPatch;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.node.ObjectNode;

/// A viewer who keeps the rows that visible events tell of has what the API shows, and every event has the shape of its
/// golden sample.
@TicketsServiceTest
class FoldedFeedIT {
    private static final String TICKETS = "/api/v1/tickets";
    private static final String ORGANIZATIONS = "/api/v1/organizations";
    private static final String TEAMS = "/api/v1/teams";
    private static final String VIEWS = "/api/v1/views";
    private static final String HOURS = "/api/v1/business-hours";
    private static final String POLICIES = "/api/v1/sla-policies";
    private static final int STEPS = 200;
    private static final List<String> STATUSES = List.of("open", "pending", "on_hold", "solved", "closed");
    private static final List<String> CHANNELS = List.of("api", "web", "email", "automation");

    /// The use of the secret key is SystemAccessIT's.
    private static final List<String> SAMPLED = GoldenSamples.typesOf("tickets").stream()
            .filter(type -> !type.equals("system_access.used"))
            .toList();

    /// What no request of this test can change, and what tells the trash from the list.
    private static final Set<String> FIXED = Set.of("tenant_id", "deleted_at");

    /// Of fewer events, all may by chance have a value where the sample has none.
    private static final int ENOUGH_TO_TELL = 10;

    /// What has the shape that a tenant gives it.
    private static final Set<String> TENANTS_OWN = Set.of("custom_fields", "conditions");

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    JsonMapper json;

    private record Viewer(String name, UUID user, Set<String> permissions, Api api) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_121, 987_654_321})
    void equalsWhatEachViewerReads(long seed) {
        var desk = Desk.at(port);
        var viewers = List.of(
                viewer(
                        desk,
                        "admin",
                        "tickets.read",
                        "tickets.write",
                        "tickets.delete",
                        "comments.internal",
                        "members.manage",
                        "tenant.manage",
                        "views.manage"),
                viewer(desk, "va", "tickets.read", "tickets.write"),
                viewer(desk, "client", "tickets.read_own", "tickets.write"),
                viewer(desk, "client", "tickets.read_own", "tickets.write"));

        for (var assignee : List.of(0, 1, 2, 9)) {
            PeopleEvents.of(desk.tenant()).member("member.created", new UUID(7, assignee), "agent", null, 1);
        }
        live(new Random(seed), viewers);
        moveTheRest(new Random(seed), viewers.getFirst().api());
        settled(desk.tenant());

        assertThat(unmoved(folded(desk.tenant(), viewers.getFirst()).values()))
                .as("a field that is never set is never folded: add it to body or to work")
                .isSubsetOf(FIXED);
        assertThat(misshapen(desk.tenant())).isEmpty();
        for (var viewer : viewers) {
            assertThat(folded(desk.tenant(), viewer))
                    .as("seed %d, %s", seed, viewer.name())
                    .isNotEmpty()
                    .isEqualTo(selected(viewer));
        }
        assertThat(tagged(folded(desk.tenant(), viewers.getFirst()).values()))
                .as("tags, which have no events of their own")
                .isEqualTo(listedTags(viewers.getFirst().api()));
    }

    /// How many of the tickets among these rows have each tag.
    private static Map<String, Long> tagged(Collection<JsonNode> rows) {
        return rows.stream()
                .filter(row -> row.has("tags"))
                .flatMap(ticket -> ticket.get("tags").valueStream())
                .collect(Collectors.groupingBy(tag -> tag.asString().toLowerCase(Locale.ROOT), Collectors.counting()));
    }

    private static Map<String, Long> listedTags(Api api) {
        return api.get("/api/v1/tags")
                .expect(200)
                .json()
                .valueStream()
                .collect(Collectors.toMap(
                        tag -> tag.get("name").asString().toLowerCase(Locale.ROOT),
                        tag -> tag.get("tickets").asLong()));
    }

    private static Viewer viewer(Desk desk, String role, String... permissions) {
        var user = UUID.randomUUID();
        return new Viewer(role, user, Set.of(permissions), desk.member(user, role, permissions));
    }

    /// Random writes by everybody; refusals are part of life and must leave no event.
    private static void live(Random random, List<Viewer> people) {
        var tickets = new ArrayList<String>();
        var comments = new ArrayList<String>();
        for (int step = 0; step < STEPS; step++) {
            var api = people.get(random.nextInt(people.size())).api();
            var some = tickets.isEmpty() ? Desk.NO_TICKET : tickets.get(random.nextInt(tickets.size()));
            var said = comments.isEmpty()
                    ? Desk.NO_TICKET + "/comments/" + UUID.randomUUID()
                    : comments.get(random.nextInt(comments.size()));
            var answer = switch (random.nextInt(37)) {
                case 0, 1, 2 -> api.post(TICKETS, draft(random));
                case 3 -> api.put(TICKETS + "/by-external-id/shop/" + random.nextInt(5), draft(random));
                case 4 ->
                    api.post(TICKETS + "/bulk", Map.of("tickets", List.of(draft(random), Map.of(), body(random))));
                case 5, 6 -> api.patch(some, Map.of("status", STATUSES.get(random.nextInt(5))));
                case 7 ->
                    api.patch(
                            some,
                            random.nextBoolean()
                                    ? body(random)
                                    : work(random, people.getFirst().api()));
                case 8, 9 -> api.post(some + "/comments", Map.of("body", "public " + step));
                case 10 -> api.post(some + "/comments", Map.of("body", "internal " + step, "visibility", "internal"));
                case 11 ->
                    change(
                            ORGANIZATIONS,
                            organization(random),
                            random,
                            people.getFirst().api(),
                            api);
                case 12 -> api.post(ORGANIZATIONS, organization(random));
                case 13 -> change(TEAMS, team(random), random, people.getFirst().api(), api);
                case 14 -> api.post(TEAMS, team(random));
                case 15 -> staff(random, people.getFirst().api(), api);
                case 16 -> api.patch(said, Map.of("body", "changed " + step));
                case 17 -> api.delete(said);
                case 18, 19 ->
                    random.nextInt(4) == 0
                            ? api.delete(some + "/draft")
                            : api.put(some + "/draft", Map.of("body", "draft " + step));
                case 20 -> api.post(some + "/restore", Map.of());
                case 21 -> api.post(some + "/purge", Map.of());
                case 22 -> follower(random, some, api);
                case 23 ->
                    api.post(
                            "/api/v1/tags/rename",
                            Map.of("from", "a" + random.nextInt(3), "to", "A" + random.nextInt(4)));
                case 24 -> api.post(some + "/merge", Map.of("into", id(other(random, tickets))));
                case 25 -> api.post(some + "/unmerge", Map.of());
                case 26, 27 -> link(random, some, other(random, tickets), api);
                case 28 ->
                    api.post(some + "/split", Map.of("comment_ids", List.of(id(said)), "subject", "split " + step));
                case 29 ->
                    change(
                            VIEWS,
                            view(random, people.getFirst().api()),
                            random,
                            people.getFirst().api(),
                            api);
                case 30 -> api.post(VIEWS, view(random, people.getFirst().api()));
                case 31 ->
                    change(POLICIES, policy(random), random, people.getFirst().api(), api);
                case 32 -> api.post(POLICIES, policy(random));
                case 33 ->
                    change(HOURS, hours(random), random, people.getFirst().api(), api);
                case 34 -> api.post(HOURS, hours(random));
                default -> api.delete(some);
            };
            assertThat(answer.status()).isLessThan(500);
            if (answer.status() == 201
                    && (answer.request().endsWith(TICKETS) || answer.request().endsWith("/split"))) {
                tickets.add(answer.header("Location"));
            }
            if (answer.status() == 201 && answer.request().endsWith("/comments")) {
                comments.add(answer.header("Location"));
            }
        }
    }

    /// One of those that there are, changed or deleted by anybody.
    private static Api.Answer change(String list, Map<String, Object> body, Random random, Api admin, Api api) {
        var one = list + "/" + one(random, admin, list);
        return random.nextInt(3) == 0 ? api.delete(one) : api.patch(one, body);
    }

    /// Somebody joins a team, is changed there, or leaves it.
    private static Api.Answer staff(Random random, Api admin, Api api) {
        var member = "%s/%s/members/%s".formatted(TEAMS, one(random, admin, TEAMS), new UUID(7, random.nextInt(3)));
        return random.nextInt(3) == 0
                ? api.delete(member)
                : api.put(member, Map.of("capacity", random.nextInt(9), "available", random.nextBoolean()));
    }

    /// Somebody follows a ticket, or does so no longer.
    private static Api.Answer follower(Random random, String ticket, Api api) {
        var follower = ticket + "/followers/" + new UUID(7, random.nextInt(3));
        return random.nextInt(3) == 0 ? api.delete(follower) : api.put(follower, Map.of());
    }

    private static String other(Random random, List<String> tickets) {
        return tickets.isEmpty() ? Desk.NO_TICKET : tickets.get(random.nextInt(tickets.size()));
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// Two tickets are linked, or no longer.
    private static Api.Answer link(Random random, String ticket, String other, Api api) {
        var kinds = List.of("parent", "child", "duplicate", "related", "blocks");
        var link = Map.of("ticket_id", id(other), "kind", kinds.get(random.nextInt(kinds.size())));
        return random.nextInt(4) == 0 ? api.send("DELETE", ticket + "/links", link) : api.post(ticket + "/links", link);
    }

    private static String one(Random random, Api admin, String list) {
        var known = all(admin, list);
        return known.isEmpty()
                ? UUID.randomUUID().toString()
                : known.get(random.nextInt(known.size())).get("id").asString();
    }

    private static Map<String, Object> team(Random random) {
        var assignments = List.of("manual", "round_robin", "least_loaded");
        return Map.of(
                "name", "team " + random.nextInt(100),
                "assignment", assignments.get(random.nextInt(3)),
                "capacity", random.nextInt(9));
    }

    private static Map<String, Object> view(Random random, Api admin) {
        var sharing = List.of("me", "tenant", "team:" + one(random, admin, TEAMS));
        var clause = Map.of("field", "priority", "op", "is", "value", random.nextBoolean() ? "high" : "low");
        return Map.of(
                "title", "view " + random.nextInt(100),
                "conditions", Map.of("all", List.of(clause)),
                "sort", random.nextBoolean() ? "created_at" : "-updated_at",
                "columns", List.of("c" + random.nextInt(3)),
                "shared_with", sharing.get(random.nextInt(3)));
    }

    /// Nothing is due while the test runs.
    private static Map<String, Object> policy(Random random) {
        var days = "P%dD".formatted(20 + random.nextInt(10));
        return policy("policy " + random.nextInt(100), "a" + random.nextInt(3), days);
    }

    private static Map<String, Object> policy(String title, String tag, String firstResponse) {
        var target = Map.of("first_response", firstResponse, "next_response", "P30D", "resolution", "P60D");
        return Map.of(
                "title", title,
                "conditions", Map.of("all", List.of(Map.of("field", "tag", "op", "is", "value", tag))),
                "targets", Map.of("low", target, "normal", target, "high", target, "urgent", target));
    }

    private static Map<String, Object> hours(Random random) {
        return Map.of(
                "name", "hours " + random.nextInt(100),
                "time_zone", List.of("Europe/Berlin", "Asia/Kathmandu").get(random.nextInt(2)),
                "week", Map.of("mon", List.of(List.of("09:00", "17:00"))),
                "holidays", List.of(Map.of("date", "2026-12-25", "name", "Christmas")));
    }

    private static Map<String, Object> organization(Random random) {
        var body = new HashMap<String, Object>();
        body.put("name", "organization " + random.nextInt(100));
        body.put("external_id", orNull(random, "external " + random.nextInt(100)));
        body.put("domains", List.of("d" + random.nextInt(3) + ".example"));
        body.put("custom_fields", Map.of("n", random.nextInt()));
        body.put("shared_tickets", random.nextBoolean());
        return body;
    }

    /// What chance may have left alone.
    private static void moveTheRest(Random random, Api admin) {
        var worked = admin.post(TICKETS, body(random)).header("Location");
        var team = admin.post(TEAMS, Map.of("name", "at work")).expect(201);
        admin.patch(team.header("Location"), Map.of("capacity", 3)).expect(200);
        var work = work(random, admin);
        work.put("assignee_id", new UUID(7, 9).toString());
        work.put("team_id", team.text("/id"));
        admin.patch(worked, work).expect(200);
        var said = admin.post(worked + "/comments", Map.of("body", "ask @[user:%s]".formatted(new UUID(7, 9))))
                .expect(201)
                .header("Location");
        admin.patch(said, Map.of("body", "ask anybody")).expect(200);
        admin.put(worked + "/draft", Map.of("body", "kept")).expect(200);
        var ended = admin.post(TICKETS, body(random)).header("Location");
        admin.patch(ended, Map.of("status", "solved")).expect(200);
        admin.patch(ended, Map.of("status", "closed")).expect(200);
        var further = body(random);
        further.put("follow_up_of", id(ended));
        admin.post(TICKETS, further).expect(201);
        var merged = admin.post(TICKETS, body(random)).header("Location");
        admin.post(merged + "/merge", Map.of("into", id(worked))).expect(200);
        admin.post(merged + "/unmerge", Map.of()).expect(200);
        admin.post(merged + "/merge", Map.of("into", id(worked))).expect(200);
        var apart = admin.post(worked + "/comments", Map.of("body", "something else"))
                .expect(201)
                .text("/id");
        admin.post(worked + "/split", Map.of("comment_ids", List.of(apart), "subject", "something else"))
                .expect(201);
        var asked = body(random);
        asked.put("requester", Map.of("email", "customer@example.com"));
        asked.put("channel", "email");
        admin.put(TICKETS + "/by-external-id/mail/1", asked).expect(201);
        var gone = admin.post(TICKETS, body(random)).header("Location");
        admin.post(gone + "/comments", Map.of("body", "goes with it")).expect(201);
        admin.put(gone + "/draft", Map.of("body", "goes")).expect(200);
        admin.put(gone + "/draft", Map.of("body", "goes with it")).expect(200);
        admin.delete(gone).expect(204);
        admin.post(gone + "/restore", Map.of()).expect(200);
        admin.delete(gone).expect(204);
        admin.post(gone + "/purge", Map.of()).expect(204);
        var organization =
                admin.post(ORGANIZATIONS, Map.of("name", "short-lived")).header("Location");
        admin.patch(organization, Map.of("name", "renamed")).expect(200);
        admin.delete(organization).expect(204);
        admin.delete(admin.post(TEAMS, Map.of("name", "short-lived")).header("Location"))
                .expect(204);
        var view = admin.post(VIEWS, view(random, admin)).expect(201).header("Location");
        admin.patch(view, Map.of("title", "renamed")).expect(200);
        admin.patch(view, Map.of("shared_with", "tenant")).expect(200);
        admin.patch(view, Map.of("shared_with", "me")).expect(200);
        admin.delete(view).expect(204);
        var hours = admin.post(HOURS, hours(random)).expect(201);
        admin.patch(hours.header("Location"), Map.of("name", "renamed")).expect(200);
        admin.delete(admin.post(HOURS, hours(random)).header("Location")).expect(204);
        var policy =
                admin.post(POLICIES, policy("goes by hours", "none", "P20D")).header("Location");
        admin.patch(policy, Map.of("business_hours_id", hours.text("/id"))).expect(200);
        admin.delete(admin.post(POLICIES, policy("short-lived", "none", "P20D")).header("Location"))
                .expect(204);
        admin.post(POLICIES, policy("at once", "sla", "PT2S")).expect(201);
        admin.post(TICKETS, Map.of("subject", "late", "tags", List.of("sla"))).expect(201);
    }

    /// What the service does by itself goes on for a while.
    private void settled(UUID tenant) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(appended(tenant, "ticket.sla_warning")).isNotEmpty();
            assertThat(appended(tenant, "ticket.sla_breached")).isNotEmpty();
            assertThat(system.query(
                            "test",
                            () -> jdbc.sql("SELECT count(*) FROM sla_recounts WHERE tenant_id = :tenant")
                                    .param("tenant", tenant)
                                    .query(Integer.class)
                                    .single()))
                    .isZero();
        });
    }

    /// What only a new ticket may name besides.
    private static Map<String, Object> draft(Random random) {
        var draft = body(random);
        if (random.nextInt(4) == 0) {
            draft.put("channel", CHANNELS.get(random.nextInt(CHANNELS.size())));
            draft.put("requester", Map.of("email", "customer-" + random.nextInt(3) + "@example.com"));
        }
        return draft;
    }

    /// Every field that a new ticket and a change may name.
    private static Map<String, Object> body(Random random) {
        return named(random, TicketPatch.Content.class);
    }

    /// What only a PATCH may name, but the status, which is a step of its own, and the requester, which PUT names.
    private static Map<String, Object> work(Random random, Api admin) {
        var work = named(random, TicketPatch.Work.class);
        work.put("team_id", orNull(random, one(random, admin, TEAMS)));
        work.remove("status");
        work.remove("requester_id");
        return work;
    }

    /// By what a patch is made of, so that a field added to it is folded without a word here.
    private static Map<String, Object> named(Random random, Class<? extends Record> part) {
        var body = new HashMap<String, Object>();
        for (var field : part.getRecordComponents()) {
            var type = field.getGenericType();
            var clears = field.getType() == Named.class;
            var value = value(random, clears ? ((ParameterizedType) type).getActualTypeArguments()[0] : type);
            body.put(
                    PublicFields.snakeCase(field.getName()),
                    clears && value instanceof String && random.nextInt(3) == 0 ? null : value);
        }
        return body;
    }

    private static Object value(Random random, Type type) {
        return switch (type) {
            case Class<?> text when text == String.class -> "text " + random.nextInt(100);
            case Class<?> constants
            when constants.isEnum() ->
                Row.wire((Enum<?>) constants.getEnumConstants()[random.nextInt(constants.getEnumConstants().length)]);
            case Class<?> id when id == UUID.class || id.isRecord() -> new UUID(7, random.nextInt(3)).toString();
            case Class<?> object
            when object == ObjectNode.class ->
                Map.of("n", random.nextDouble() * 1e25, "i", random.nextInt(), "x", 1.50);
            case ParameterizedType list
            when list.getRawType() == List.class && list.getActualTypeArguments()[0] == String.class ->
                List.of("a" + random.nextInt(3));
            case ParameterizedType list
            when list.getRawType() == List.class -> List.of(value(random, list.getActualTypeArguments()[0]));
            default -> throw new AssertionError("a patch has a field of a type new to this test: " + type);
        };
    }

    private static @Nullable String orNull(Random random, String value) {
        return random.nextInt(3) == 0 ? null : value;
    }

    /// The fields of tickets that have the same value in all of them.
    private static Set<String> unmoved(Collection<JsonNode> rows) {
        var values = new TreeMap<String, Set<JsonNode>>();
        rows.stream()
                .filter(row -> row.has("subject"))
                .forEach(ticket -> ticket.propertyNames()
                        .forEach(name -> values.computeIfAbsent(name, _ -> new HashSet<>())
                                .add(ticket.get(name))));
        values.values().removeIf(seen -> seen.size() > 1);
        return values.keySet();
    }

    /// What events have otherwise than the golden samples, which consumers are tested with; a line for each type that
    /// nothing produced. A field may be null in an event, but null in the sample only where some event has it so.
    private Set<String> misshapen(UUID tenant) {
        var findings = new TreeSet<String>();
        for (var type : SAMPLED) {
            var sample = shape(json.readTree(GoldenSamples.read(type + ".json")).get("data"));
            var events = appended(tenant, type);
            if (events.isEmpty()) {
                findings.add(type + " never happened: let it happen in live and in moveTheRest");
            }
            events.stream()
                    .flatMap(event -> JsonShape.differences(sample, shape(event)).stream())
                    .collect(Collectors.groupingBy(difference -> difference, Collectors.counting()))
                    .forEach((difference, times) -> {
                        var nullable = difference.sample() == JsonNodeType.NULL
                                ? times < Math.max(events.size(), ENOUGH_TO_TELL)
                                : difference.actual() == JsonNodeType.NULL;
                        if (!nullable) {
                            findings.add(type + " " + difference);
                        }
                    });
        }
        return findings;
    }

    /// Without what tenants name themselves.
    private static JsonNode shape(JsonNode data) {
        for (var row : data) {
            if (row instanceof ObjectNode fields) {
                TENANTS_OWN.stream().filter(fields::has).forEach(fields::putNull);
            }
        }
        return data;
    }

    private List<JsonNode> appended(UUID tenant, String type) {
        return system.query(
                "test",
                () -> jdbc.sql("SELECT data FROM outbox WHERE tenant_id = :tenant AND type = :type")
                        .param("tenant", tenant)
                        .param("type", type)
                        .query((row, _) -> json.readTree(row.getString("data")))
                        .list());
    }

    private Map<String, JsonNode> folded(UUID tenant, Viewer viewer) {
        var rows = new TreeMap<String, JsonNode>();
        system.run(
                "test",
                () -> jdbc.sql("""
                                SELECT type, subject, audience, data FROM outbox
                                 WHERE tenant_id = :tenant ORDER BY id
                                """).param("tenant", tenant).query(row -> {
                    var audience = json.readValue(row.getString("audience"), Audience.class);
                    if (!audience.admits(viewer.user(), viewer.permissions(), _ -> false)) {
                        return;
                    }
                    if (row.getString("type").endsWith(".deleted")) {
                        assertThat(rows.remove(row.getString("subject"))).isNotNull();
                    } else if (row.getString("type").endsWith(".purged")) {
                        assertThat(rows).as("it was deleted before").doesNotContainKey(row.getString("subject"));
                    } else {
                        rows.put(
                                row.getString("subject"),
                                json.readTree(row.getString("data")).get("record"));
                    }
                }));
        return rows;
    }

    private static Map<String, JsonNode> selected(Viewer viewer) {
        var rows = new TreeMap<String, JsonNode>();
        if (viewer.permissions().contains("tickets.read")) {
            for (var list : List.of(ORGANIZATIONS, TEAMS, VIEWS, HOURS, POLICIES)) {
                all(viewer.api(), list).forEach(row -> rows.put(row.get("id").asString(), uncounted(row)));
            }
        }
        for (var ticket : all(viewer.api(), TICKETS)) {
            rows.put(ticket.get("id").asString(), ticket);
            all(viewer.api(), TICKETS + "/" + ticket.get("id").asString() + "/comments")
                    .forEach(comment -> rows.put(comment.get("id").asString(), comment));
            if (viewer.permissions().contains("tickets.read")) {
                all(viewer.api(), TICKETS + "/" + ticket.get("id").asString() + "/links")
                        .forEach(link -> rows.put(link.get("id").asString(), link));
            }
            var draft = viewer.api().get(TICKETS + "/" + ticket.get("id").asString() + "/draft");
            if (draft.status() == 200) {
                rows.put(draft.text("/id"), draft.json());
            }
        }
        return rows;
    }

    /// Without what a list says besides of a view.
    private static JsonNode uncounted(JsonNode row) {
        ((ObjectNode) row).remove("count");
        return row;
    }

    private static List<JsonNode> all(Api api, String path) {
        var rows = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = api.get("%s?limit=20&cursor=%s".formatted(path, cursor)).expect(200);
            page.json().get("data").forEach(rows::add);
            cursor = page.json().get("next_cursor").isNull() ? "" : page.text("/next_cursor");
        } while (!cursor.isEmpty());
        return rows;
    }
}
