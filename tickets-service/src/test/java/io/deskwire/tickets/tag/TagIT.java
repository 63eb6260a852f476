package io.deskwire.tickets.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Caller.Credential;
import io.deskwire.common.identity.CurrentCaller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.access.TenantRole;
import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@TicketsServiceTest
class TagIT {
    private static final String TAGS = "/api/v1/tags";

    @LocalServerPort
    int port;

    @Autowired
    TagSweep sweep;

    @Autowired
    TagService service;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    Desk desk;
    Api agent;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
    }

    private String ticket(String... tags) {
        return agent.post("/api/v1/tickets", Map.of("subject", "tagged", "tags", List.of(tags)))
                .expect(201)
                .header("Location");
    }

    /// Such as `VIP 2`, those of most tickets first.
    private List<String> listed() {
        return agent.get(TAGS)
                .expect(200)
                .json()
                .valueStream()
                .map(tag ->
                        tag.get("name").asString() + " " + tag.get("tickets").asLong())
                .toList();
    }

    private Api.Answer rename(String from, String to) {
        return agent.post(TAGS + "/rename", Map.of("from", from, "to", to));
    }

    private List<String> tags(String ticket) {
        return agent.get(ticket)
                .json()
                .get("tags")
                .valueStream()
                .map(tag -> tag.asString())
                .toList();
    }

    @Test
    void countTheTicketsThatHaveThem() {
        var first = ticket("VIP", "late");
        ticket("vip");
        assertThat(listed()).containsExactly("VIP 2", "late 1");

        agent.patch(first, Map.of("tags", List.of("VIP", "lost"))).expect(200);
        assertThat(listed()).containsExactly("VIP 2", "lost 1");
        sweep.sweep();
        assertThat(listed()).as("added up they are the same").containsExactly("VIP 2", "lost 1");
        assertThat(pending()).isZero();

        desk.admin().delete(first).expect(204);
        assertThat(listed()).containsExactly("VIP 1");
        sweep.sweep();
        desk.admin().post(first + "/restore", Map.of()).expect(200);
        assertThat(listed()).containsExactly("VIP 2", "lost 1");
        desk.admin().delete(first).expect(204);
        desk.admin().post(first + "/purge", Map.of()).expect(204);
        assertThat(listed()).containsExactly("VIP 1");
    }

    private long pending() {
        return system.<Long>query(
                "test",
                () -> jdbc.sql("SELECT count(*) FROM tag_changes WHERE tenant_id = :tenant")
                        .param("tenant", desk.tenant())
                        .query(Long.class)
                        .single());
    }

    @Test
    void countWhateverHappensAtOnce() {
        var tickets = IntStream.range(0, 8).mapToObj(_ -> ticket("a", "b")).toList();

        var changes = tickets.stream()
                .map(path -> CompletableFuture.runAsync(() -> {
                    agent.patch(path, Map.of("tags", List.of("B", "c"))).expect(200);
                    sweep.sweep();
                }))
                .toList();
        changes.forEach(CompletableFuture::join);

        assertThat(listed()).containsExactly("b 8", "c 8");
        sweep.sweep();
        assertThat(listed()).containsExactly("b 8", "c 8");
    }

    @Test
    void areOfOneTenantAndForThoseWhoReadTickets() {
        ticket("secret");

        assertThat(Desk.at(port).agent().get(TAGS).expect(200).json()).isEmpty();
        Desk.at(port)
                .agent()
                .post(TAGS + "/rename", Map.of("from", "secret", "to", "x"))
                .problem(404, "not-found");
        desk.member("va", "tickets.write").get(TAGS).problem(403, "forbidden");
        desk.member("va", "tickets.read")
                .post(TAGS + "/rename", Map.of("from", "secret", "to", "x"))
                .problem(403, "forbidden");
        assertThat(listed()).containsExactly("secret 1");
    }

    @Test
    void areRenamedOnEveryTicketThatHasThem() {
        var first = ticket("late", "VIP");
        var second = ticket("Late", "Delayed");
        var third = ticket("other");

        assertThat(rename("LATE", "delayed").expect(200).json().toString())
                .isEqualTo("{\"name\":\"Delayed\",\"tickets\":2}");

        assertThat(tags(first)).containsExactly("delayed", "VIP");
        assertThat(tags(second)).containsExactly("Delayed");
        assertThat(tags(third)).containsExactly("other");
        assertThat(listed()).containsExactly("Delayed 2", "other 1", "VIP 1");
        var history = agent.get(first + "/history").json().get("data");
        assertThat(history.get(1).at("/changes/0").toString())
                .isEqualTo("{\"field\":\"tags\",\"from\":[\"late\",\"VIP\"],\"to\":[\"delayed\",\"VIP\"]}");
        assertThat(agent.get(third + "/history").json().get("data")).hasSize(1);
        rename("late", "x").problem(404, "not-found");
    }

    @Test
    void areSpelledOtherwiseInTheList() {
        var first = ticket("vip");

        assertThat(rename("vip", "VIP").expect(200).text("/name")).isEqualTo("VIP");
        assertThat(listed()).containsExactly("VIP 1");
        assertThat(tags(first)).containsExactly("vip");
        sweep.sweep();
        assertThat(listed()).containsExactly("VIP 1");
    }

    @Test
    void areRenamedAgainWithoutHarm() {
        var tickets = IntStream.range(0, 5).mapToObj(_ -> ticket("late")).toList();
        var once = agent.with("Idempotency-Key", "t");
        var body = Map.of("from", "late", "to", "delayed");

        var first = once.post(TAGS + "/rename", body).expect(200);
        assertThat(first.json().toString()).isEqualTo("{\"name\":\"delayed\",\"tickets\":5}");
        var again = once.post(TAGS + "/rename", body).expect(200);

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotency-Replayed"))
                .as("a key makes it no transaction")
                .isNull();
        for (var each : tickets) {
            assertThat(tags(each)).containsExactly("delayed");
            assertThat(agent.get(each + "/history").json().get("data")).hasSize(2);
        }
        rename("nothing", "nowhere").problem(404, "not-found");
    }

    /// Somebody else holds a ticket longer than the third batch waits for it.
    @Test
    void areRenamedOnSomeTicketsWhereOthersAreHeld() {
        var tickets = IntStream.range(0, 5).mapToObj(_ -> ticket("late")).toList();
        var held = UUID.fromString(agent.get(tickets.getLast()).text("/id"));
        var once = agent.with("Idempotency-Key", "t");
        var body = Map.of("from", "late", "to", "delayed");

        system.run("test", () -> {
            jdbc.sql("SELECT id FROM tickets WHERE tenant_id = :tenant AND id = :id FOR NO KEY UPDATE")
                    .param("tenant", desk.tenant())
                    .param("id", held)
                    .query()
                    .listOfRows();
            CompletableFuture.supplyAsync(() -> once.post(TAGS + "/rename", body))
                    .join()
                    .problem(409, "rename-unfinished");
        });

        assertThat(listed()).containsExactly("delayed 4", "late 1");
        once.post(TAGS + "/rename", body).expect(200);
        assertThat(listed()).containsExactly("delayed 5");
    }

    @Test
    void areRenamedAsLongAsARequestLasts() {
        IntStream.range(0, 3).forEach(_ -> ticket("late"));
        var now = Instant.now();
        var caller = new Caller(
                Caller.Kind.USER,
                new UserId(UUID.randomUUID()),
                new TenantId(desk.tenant()),
                TenantRole.AGENT,
                Set.of("tickets.read", "tickets.write"),
                new Credential(null, now, now.plusSeconds(60), null),
                false,
                "{\"tenant_id\":\"%s\",\"permissions\":[\"tickets.read\",\"tickets.write\"]}".formatted(desk.tenant()),
                null);
        var hasty = new TagRenaming(service, new TagProperties(2, Duration.ZERO), Clock.systemUTC());

        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> CurrentCaller.call(caller, () -> hasty.rename(caller, new Rename("late", "delayed"))))
                .withMessageContaining("send the request again");
        assertThat(listed()).containsExactly("delayed 2", "late 1");
    }

    @Test
    void refuseWhatIsNoTag() {
        ticket("late");
        for (var bad : List.of("", " ", "x".repeat(51))) {
            rename("late", bad).problem(400, "malformed");
        }
        agent.post(TAGS + "/rename", "{\"from\":\"late\",\"to\":\"nul \\u0000\"}")
                .problem(400, "malformed");
        agent.post(TAGS + "/rename", "{\"from\":\"late\",\"to\":\"half \\ud800\"}")
                .problem(400, "malformed");
        agent.post(TAGS + "/rename", Map.of("from", "late")).problem(400, "malformed");
        agent.post(TAGS + "/rename", Map.of("from", "late", "to", "x", "all", true))
                .problem(400, "malformed");
        assertThat(listed()).containsExactly("late 1");
    }
}
