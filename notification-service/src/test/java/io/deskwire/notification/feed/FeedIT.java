package io.deskwire.notification.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.deskwire.notification.Events;
import io.deskwire.notification.LiveService;
import io.deskwire.notification.Publisher;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.RawRequest;
import io.deskwire.testsupport.RawRequest.Leave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class FeedIT extends LiveService {
    private static final UUID OWNER = UUID.randomUUID();

    private final UUID acme = UUID.randomUUID();
    private final UUID globex = UUID.randomUUID();

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    EventStreams streams;

    private List<String> tickets(UUID tenant, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> publisher().ticketCreated(tenant, "Order " + i).toString())
                .toList();
    }

    private static List<String> subjects(JsonNode page) {
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .map(event -> event.path("subject").asString())
                .toList();
    }

    private void awaitFeed(Api api, int count) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(subjects(
                                api.get("/api/v1/events?limit=200").expect(200).json()))
                        .hasSize(count));
    }

    @Test
    void pagesThroughEveryEventOnceInOrder() {
        var created = tickets(acme, 25);
        var api = as(reader(acme));
        awaitFeed(api, 25);

        var seen = new ArrayList<String>();
        String cursor = "";
        for (int i = 0; i < 4; i++) {
            var page = api.get("/api/v1/events?limit=10&cursor=" + cursor).expect(200);
            seen.addAll(subjects(page.json()));
            cursor = page.text("/next_cursor");
        }
        assertThat(seen).isEqualTo(created);
    }

    @Test
    void showsStructuredCloudEvents() {
        tickets(acme, 1);
        var api = as(reader(acme));
        awaitFeed(api, 1);
        var event = api.get("/api/v1/events").json().path("data").path(0);
        assertThat(event.propertyNames())
                .containsExactly("specversion", "id", "source", "type", "subject", "time", "tenantid", "actor", "data");
        assertThat(event.path("data").path("table").asString()).isEqualTo("tickets");
        assertThat(event.path("tenantid").asString()).isEqualTo(acme.toString());
    }

    @Test
    void showsNothingOfAnotherTenantNorOutsideTheAudience() {
        var named = UUID.randomUUID();
        publisher().ticketCreated(acme, "for readers");
        var forNamed = publisher().ticketCreated(acme, "for one", new Audience(null, List.of(named)));
        publisher().ticketCreated(acme, "for nobody", Audience.NOBODY);
        awaitFeed(as(reader(acme)), 1);

        var ofNamed =
                as(TOKENS.member(acme, named, "client")).get("/api/v1/events").expect(200);
        assertThat(subjects(ofNamed.json())).containsExactly(forNamed.toString());
        var foreign = as(TOKENS.member(globex, named, "admin", "tickets.read"))
                .get("/api/v1/events")
                .expect(200);
        assertThat(subjects(foreign.json())).isEmpty();
    }

    /// What notifications need: the history's policy and the live tail have the same rule.
    @Test
    void showsWhatIsNeededOfWhoIsNamedOnlyToWhoHasIt() {
        var told = publisher().ticketCreated(acme, "for one", new Audience(null, List.of(OWNER), List.of("jobs.read")));
        publisher().ticketCreated(acme, "for readers");
        var holding = as(TOKENS.member(acme, OWNER, "agent", "tickets.read", "jobs.read"));
        awaitFeed(holding, 2);

        assertThat(subjects(holding.get("/api/v1/events").json())).contains(told.toString());
        var lacking = as(TOKENS.member(acme, OWNER, "agent", "tickets.read"));
        assertThat(subjects(lacking.get("/api/v1/events").expect(200).json()))
                .hasSize(1)
                .doesNotContain(told.toString());
        var other = as(TOKENS.member(acme, UUID.randomUUID(), "agent", "tickets.read", "jobs.read"));
        assertThat(subjects(other.get("/api/v1/events").expect(200).json())).hasSize(1);
    }

    @Test
    void filtersByTypeAndGoesOnBehindWhatItLeftOut() {
        var id = publisher().ticketCreated(acme, "one");
        publisher().ticketUpdated(acme, id, "one", "solved");
        var api = as(reader(acme));
        awaitFeed(api, 2);
        var page = api.get("/api/v1/events?types=ticket.updated").expect(200);
        assertThat(page.json().path("data").size()).isEqualTo(1);
        assertThat(page.text("/data/0/type")).isEqualTo("ticket.updated");
        var next = api.get("/api/v1/events?types=ticket.updated&cursor=" + page.text("/next_cursor"));
        assertThat(next.json().path("data").size()).isZero();
        api.get("/api/v1/events?types=Ticket!").problem(400, "malformed");
        api.get("/api/v1/events?wait_seconds=31").problem(400, "malformed");
        api.get("/api/v1/events?limit=0").problem(400, "malformed");
    }

    @Test
    void waitsForTheNextEvent() {
        tickets(acme, 1);
        var api = as(reader(acme));
        awaitFeed(api, 1);
        var cursor = api.get("/api/v1/events").text("/next_cursor");
        var waiting = CompletableFuture.supplyAsync(() -> api.get("/api/v1/events?wait_seconds=20&cursor=" + cursor));
        var created = tickets(acme, 1);
        var page = waiting.join().expect(200);
        assertThat(subjects(page.json())).isEqualTo(created);
        awaitFeed(api, 2);
        assertThat(subjects(api.get("/api/v1/events?cursor=" + page.text("/next_cursor"))
                        .json()))
                .isEmpty();
    }

    @Test
    void refusesAForeignAndAForgedCursor() {
        var cursor = as(reader(acme)).get("/api/v1/events").expect(200).text("/next_cursor");
        as(reader(globex)).get("/api/v1/events?cursor=" + cursor).problem(400, "malformed");
        var forged = (cursor.charAt(0) == 'A' ? "B" : "A") + cursor.substring(1);
        as(reader(acme)).get("/api/v1/events?cursor=" + forged).problem(400, "malformed");
        as(reader(acme)).get("/api/v1/events/stream?cursor=nonsense").problem(400, "malformed");
        Api.at("http://127.0.0.1:" + port).get("/api/v1/events").problem(401, "unauthenticated");
    }

    @Test
    void saysGoneWithTheEarliestCursorAndAStreamSaysNotRecovered() {
        var api = as(reader(acme));
        tickets(acme, 2);
        awaitFeed(api, 2);
        var first = api.get("/api/v1/events?limit=1").text("/next_cursor");
        var partition = Topic.partitionOf(acme);
        system.run(
                "test",
                () -> jdbc.sql(
                                "UPDATE feed_positions SET first_offset = next_offset WHERE log_partition = :p AND topic = :t")
                        .param("p", partition)
                        .param("t", Topic.TICKETS.wire())
                        .update());
        var gone = api.get("/api/v1/events?cursor=" + first).problem(410, "cursor-expired");
        api.get("/api/v1/events?cursor=" + gone.path("earliest_cursor").asString())
                .expect(200);
        try (var stream = Stream.open(api, "", first)) {
            assertThat(stream.recovered()).isFalse();
            var created = tickets(acme, 1);
            await().untilAsserted(() -> assertThat(stream.subjects()).isEqualTo(created));
        }
    }

    @Test
    void streamsFromNowAndResumesFromMemory() {
        var api = as(reader(acme));
        try (var stream = Stream.open(api, "?types=ticket.created", null)) {
            assertThat(stream.recovered()).isFalse();
            var created = tickets(acme, 10);
            await().untilAsserted(() -> assertThat(stream.subjects()).isEqualTo(created));
            try (var resumed = Stream.open(
                    api, "?types=ticket.created", stream.events.get(3).id())) {
                assertThat(resumed.recovered()).isTrue();
                await().untilAsserted(() -> assertThat(resumed.subjects()).isEqualTo(created.subList(4, 10)));
            }
        }
    }

    @Test
    void resumesUnderLoadWithoutGapOrDuplicate() {
        var api = as(reader(acme));
        var seen = new ArrayList<String>();
        String last;
        try (var stream = Stream.open(api, "", null)) {
            last = stream.cursor();
        }
        var sent = new ArrayList<String>();
        var load = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 2_000; i++) {
                var id = Uuid7.next();
                sent.add(id.toString());
                var row = Publisher.ticket(acme, id, "Load " + i, "open");
                publisher()
                        .send(
                                Topic.TICKETS,
                                acme,
                                "ticket.created",
                                id,
                                new Audience("tickets.read", List.of()),
                                row,
                                null);
            }
        });
        while (seen.size() < 2_000) {
            try (var stream = Stream.open(api, "", last)) {
                assertThat(stream.recovered()).isTrue();
                await().until(() -> stream.events.size() >= Math.min(150, 2_000 - seen.size()));
                for (var got : List.copyOf(stream.events)) {
                    seen.add(got.event().path("subject").asString());
                    last = got.id();
                }
            }
        }
        load.join();
        assertThat(seen).isEqualTo(sent);
    }

    @Test
    void endsAStreamWhoseSessionIsRevoked() {
        var session = UUID.randomUUID();
        var token = TOKENS.mint(Map.of(
                "tenant_id",
                acme.toString(),
                "permissions",
                List.of("tickets.read"),
                "session_id",
                session.toString()));
        try (var stream = Stream.open(as(token), "", null)) {
            publisher().revoked(acme, session);
            await().until(stream::ended);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheStreamOfAReaderThatLeft(Leave how) {
        await().until(() -> streams.open() == 0);
        try (var stream = RawRequest.get(as(reader(acme)), "/api/v1/events/stream")) {
            await().until(() -> streams.open() == 1);
            stream.leave(how);
            await().until(() -> streams.open() == 0);
        }
    }

    @Test
    void endsTheWaitOfAReaderThatLeft() {
        tickets(acme, 1);
        var api = as(reader(acme));
        awaitFeed(api, 1);
        var cursor = api.get("/api/v1/events").text("/next_cursor");
        try (var waiting = RawRequest.get(api, "/api/v1/events?wait_seconds=30&cursor=" + cursor)) {
            waiting.leave(Leave.HALF_CLOSE);
            var answer = CompletableFuture.supplyAsync(waiting::answer);
            await().until(answer::isDone);
            assertThat(answer.join()).startsWith("HTTP/1.1 200").contains("next_cursor");
        }
    }

    @Test
    void keepsWhatIsSentAgainAtItsFirstPlace() {
        var first = Uuid7.next();
        var again = Uuid7.next();
        sent(first, "tickets.read");
        sent(again, "tickets.read");
        sent(again, "tickets.read");
        var api = as(reader(acme));
        awaitFeed(api, 2);

        sent(first, "tickets.read");
        var last = tickets(acme, 1);
        awaitFeed(api, 3);
        assertThat(subjects(api.get("/api/v1/events").json()))
                .containsExactly(first.toString(), again.toString(), last.getFirst());
    }

    @Test
    void goesOnBehindWhatCannotBeStored() {
        var before = Uuid7.next();
        var after = Uuid7.next();
        sent(before, "tickets.read");
        sent(Uuid7.next(), "\0");
        sent(after, "tickets.read");
        var api = as(reader(acme));
        awaitFeed(api, 2);
        assertThat(subjects(api.get("/api/v1/events").json())).containsExactly(before.toString(), after.toString());
    }

    /// Of the event's own id.
    private void sent(UUID ticket, String permission) {
        new Events(acme, null)
                .send(
                        Topic.TICKETS,
                        ticket,
                        "ticket.created",
                        ticket,
                        1,
                        "system:test",
                        Map.of("permission", permission, "users", List.of(OWNER, OWNER), "needs", List.of()),
                        Map.of("table", "tickets", "record", Publisher.ticket(acme, ticket, "Late", "open")));
    }

    @Test
    void passesOverWhatIsNoEvent() {
        publisher().nonsense(Topic.TICKETS, acme);
        var created = tickets(acme, 1);
        var api = as(reader(acme));
        awaitFeed(api, 1);
        assertThat(subjects(api.get("/api/v1/events").json())).isEqualTo(created);
    }
}
