package io.deskwire.tickets.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Tickets about the same thing.
@TicketsServiceTest
class MergeIT {
    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    Desk desk;
    Api agent;
    String source;
    String target;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
        source = Desk.ticket(agent, "the same again");
        target = Desk.ticket(agent, "broken");
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Answer merge(String from, String into) {
        return agent.post(from + "/merge", Map.of("into", id(into)));
    }

    private static List<String> bodies(Api api, String ticket) {
        return api.get(ticket + "/comments").expect(200).json().get("data").findValuesAsString("body");
    }

    @Test
    void closesTheSourceWhichSaysWhereItGoesOn() {
        agent.patch(source, Map.of("status", "pending")).expect(200);

        var answer = merge(source, target).expect(200);

        assertThat(answer.text("/id")).isEqualTo(id(target));
        var merged = agent.get(source).expect(200);
        assertThat(merged.text("/merged_into")).isEqualTo(id(target));
        assertThat(merged.text("/status")).isEqualTo("closed");
        assertThat(merged.json().get("closed_at").isNull()).isFalse();
        assertThat(agent.get(target).json()).isEqualTo(answer.json());
        assertThat(agent.get(source + "/history").json().at("/data/2/changes").findValuesAsString("field"))
                .containsExactly("status", "solved_at", "closed_at", "merged_into");
        assertThat(agent.get(target + "/links").json().at("/data/0/kind").asString())
                .isEqualTo("duplicated_by");
        agent.post(source + "/comments", Map.of("body", "x")).problem(409, "ticket-merged");
        desk.admin().patch(source, Map.of("status", "open")).problem(409, "ticket-merged");
        agent.patch(source, Map.of("tags", List.of("twice"))).expect(200);
    }

    @Test
    void makesOneConversationOfTwo() {
        agent.post(target + "/comments", Map.of("body", "first")).expect(201);
        agent.post(source + "/comments", Map.of("body", "second")).expect(201);
        agent.post(source + "/comments", Map.of("body", "note", "visibility", "internal"))
                .expect(201);
        agent.post(target + "/comments", Map.of("body", "third")).expect(201);
        var older = Desk.ticket(agent, "older still");
        agent.post(older + "/comments", Map.of("body", "fourth")).expect(201);
        merge(older, source).expect(200);

        merge(source, target).expect(200);

        assertThat(bodies(agent, target)).containsExactly("first", "second", "note", "third", "fourth");
        assertThat(bodies(desk.va(), target)).containsExactly("first", "second", "third", "fourth");
        assertThat(bodies(agent, source)).containsExactly("second", "note", "fourth");
        assertThat(agent.get(target + "/comments?limit=2")
                        .json()
                        .at("/data/1/ticket_id")
                        .asString())
                .isEqualTo(id(source));
        desk.admin().delete(source).expect(204);
        assertThat(bodies(agent, target))
                .as("what is in the trash is not seen here either")
                .containsExactly("first", "third");
    }

    @Test
    void showsNoCustomerWhatAnotherOneSaid() {
        var ann = desk.client();
        var bob = desk.client();
        source = Desk.ticket(ann, "Ann's");
        target = Desk.ticket(bob, "Bob's");
        ann.post(source + "/comments", Map.of("body", "Ann's own")).expect(201);
        bob.post(target + "/comments", Map.of("body", "Bob's own")).expect(201);

        merge(source, target).expect(200);

        assertThat(bodies(agent, target)).containsExactly("Ann's own", "Bob's own");
        assertThat(bodies(bob, target)).containsExactly("Bob's own");
        assertThat(bodies(ann, source)).containsExactly("Ann's own");
        ann.get(target).problem(404, "not-found");
        var refusal = ann.post(source + "/comments", Map.of("body", "x")).problem(409, "ticket-closed");
        assertThat(refusal.get("detail").asString()).contains("follow_up_of");
        assertThat(refusal.get("merged_into")).isNull();
        assertThat(ann.patch(source, Map.of("status", "open"))
                        .problem(409, "status-transition")
                        .get("detail")
                        .asString())
                .contains("follow_up_of")
                .doesNotContain("unmerge");
        ann.post("/api/v1/tickets", Map.of("subject", "go on", "follow_up_of", id(source)))
                .expect(201);
    }

    @Test
    void tellsACustomerWhereTheirOwnConversationGoesOn() {
        var ann = desk.client();
        source = Desk.ticket(ann, "again");
        target = Desk.ticket(ann, "broken");
        merge(source, target).expect(200);

        assertThat(ann.post(source + "/comments", Map.of("body", "x"))
                        .problem(409, "ticket-merged")
                        .get("merged_into")
                        .asString())
                .isEqualTo(id(target));
    }

    @Test
    void isUndone() {
        var ann = PeopleEvents.of(desk.tenant()).member("agent");
        agent.put(source + "/followers/" + ann, Map.of()).expect(200);
        agent.patch(source, Map.of("status", "solved")).expect(200);
        agent.post(source + "/comments", Map.of("body", "second")).expect(201);
        var before = agent.get(source).json();
        assertThat(merge(source, target).expect(200).json().at("/followers/0").asString())
                .isEqualTo(ann.toString());

        var after = agent.post(source + "/unmerge", Map.of()).expect(200);

        assertThat(after.json().get("merged_into").isNull()).isTrue();
        for (var field : List.of("status", "solved_at", "closed_at", "followers")) {
            assertThat(after.json().get(field)).as(field).isEqualTo(before.get(field));
        }
        assertThat(bodies(agent, target)).isEmpty();
        assertThat(agent.get(target + "/links").json().get("data")).isEmpty();
        agent.post(source + "/unmerge", Map.of()).problem(409, "not-merged");
        agent.post(source + "/comments", Map.of("body", "on its own")).expect(201);
        merge(source, target).expect(200);
        assertThat(types())
                .endsWith(
                        "ticket.merged",
                        "ticket.updated",
                        "link.deleted",
                        "link.deleted",
                        "ticket.unmerged",
                        "comment.created",
                        "link.created",
                        "link.created",
                        "ticket.merged");
    }

    private List<String> types() {
        return system.query(
                "test",
                () -> jdbc.sql("SELECT type FROM outbox WHERE tenant_id = :tenant ORDER BY id")
                        .param("tenant", desk.tenant())
                        .query(String.class)
                        .list());
    }

    @Test
    void takesBackItsOwnLinkAlone() {
        agent.post(source + "/links", Map.of("ticket_id", id(target), "kind", "duplicate"))
                .expect(201);
        merge(source, target).expect(200);
        agent.post(source + "/unmerge", Map.of()).expect(200);
        assertThat(links(target)).as("made before the merge").containsExactly("duplicated_by");

        var other = Desk.ticket(agent, "another");
        merge(other, target).expect(200);
        agent.delete(other + "/links/"
                        + agent.get(other + "/links").json().at("/data/0/id").asString())
                .expect(204);
        agent.post(other + "/links", Map.of("ticket_id", id(target), "kind", "duplicate"))
                .expect(201);
        agent.post(other + "/unmerge", Map.of()).expect(200);
        assertThat(links(other)).as("made after the merge").containsExactly("duplicate");
    }

    @Test
    void takesBackItsLinkInTheTrash() {
        var admin = desk.admin();
        merge(source, target).expect(200);
        admin.delete(target).expect(204);
        var told = types();

        agent.post(source + "/unmerge", Map.of()).expect(200);

        assertThat(types().subList(told.size(), types().size()))
                .as("the link was told as deleted before")
                .containsExactly("ticket.unmerged");
        admin.post(target + "/restore", Map.of()).expect(200);
        assertThat(links(target)).isEmpty();
        assertThat(links(source)).isEmpty();
    }

    private List<String> links(String ticket) {
        return agent.get(ticket + "/links").expect(200).json().get("data").findValuesAsString("kind");
    }

    @Test
    void isUndoneForAMonthOnly() {
        merge(source, target).expect(200);
        system.run(
                "test",
                () -> jdbc.sql(
                                "UPDATE ticket_merges SET merged_at = merged_at - interval '30 days 1 second' WHERE tenant_id = :tenant")
                        .param("tenant", desk.tenant())
                        .update());

        agent.post(source + "/unmerge", Map.of()).problem(409, "unmerge-too-late");
    }

    @Test
    void isUndoneAfterTheTargetIsGone() {
        merge(source, target).expect(200);
        var admin = desk.admin();
        admin.delete(target).expect(204);
        admin.post(target + "/purge", Map.of()).expect(204);

        assertThat(agent.get(source).text("/merged_into")).isEqualTo(id(target));
        assertThat(agent.post(source + "/unmerge", Map.of()).expect(200).text("/status"))
                .isEqualTo("open");
    }

    @Test
    void isOfTwoTicketsThatTheCallerSees() {
        var other = Desk.at(port);
        var foreign = Desk.ticket(other.agent(), "theirs");
        for (var nothing : List.of(source, foreign, Desk.NO_TICKET)) {
            assertThat(merge(source, nothing)
                            .problem(400, "malformed")
                            .get("errors")
                            .findValuesAsString("field"))
                    .containsExactly("into");
        }
        merge(foreign, target).problem(404, "not-found");
        agent.post(source + "/merge", Map.of()).problem(400, "malformed");
        agent.post(source + "/merge", Map.of("into", id(target), "quietly", true))
                .problem(400, "malformed");
        var client = desk.client();
        var own = Desk.ticket(client, "mine");
        client.post(own + "/merge", Map.of("into", id(target))).problem(403, "forbidden");
        client.post(own + "/unmerge", Map.of()).problem(403, "forbidden");
        desk.member("va", "tickets.read")
                .post(source + "/merge", Map.of("into", id(target)))
                .problem(403, "forbidden");
    }

    @Test
    void goesToWhereItsTargetWent() {
        var third = Desk.ticket(agent, "third");
        var fourth = Desk.ticket(agent, "fourth");
        merge(source, target).expect(200);
        merge(target, third).expect(200);

        assertThat(merge(source, fourth)
                        .problem(409, "already-merged")
                        .get("merged_into")
                        .asString())
                .isEqualTo(id(target));
        merge(third, source).problem(409, "merge-circle");
        assertThat(merge(fourth, source).expect(200).text("/id")).isEqualTo(id(third));
        assertThat(agent.get(fourth).text("/merged_into")).isEqualTo(id(third));
        assertThat(agent.get(source).text("/merged_into")).isEqualTo(id(target));
    }

    @Test
    void goesNowhereWhereItsTargetWentIntoTheTrash() {
        var third = Desk.ticket(agent, "third");
        merge(target, third).expect(200);
        desk.admin().delete(third).expect(204);

        assertThat(merge(source, target)
                        .problem(409, "target-gone")
                        .get("detail")
                        .asString())
                .contains(id(target))
                .doesNotContain(id(third));
        assertThat(agent.get(source).json().get("merged_into").isNull()).isTrue();
    }

    /// The other ticket was merged itself: in the transaction of the key, too, two tickets are held and no third.
    @Test
    void isRepeatableByKey() {
        var third = Desk.ticket(agent, "third");
        merge(target, third).expect(200);
        var held = UUID.fromString(id(target));
        var once = agent.with("Idempotency-Key", "m");

        system.run("test", () -> {
            hold(held);
            CompletableFuture.supplyAsync(() -> once.post(source + "/merge", Map.of("into", id(target))))
                    .join()
                    .expect(200);
        });

        assertThat(once.post(source + "/merge", Map.of("into", id(target)))
                        .expect(200)
                        .header("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(agent.get(source).text("/merged_into")).isEqualTo(id(third));
    }

    /// While it waits for the other ticket, that one is merged.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void looksAgainWhereNoKeyMakesItOneTransaction(boolean byKey) {
        var third = Desk.ticket(agent, "third");
        var api = byKey ? agent.with("Idempotency-Key", "m") : agent;

        CompletableFuture<Answer> merged = system.call("test", () -> {
            hold(UUID.fromString(id(target)));
            var asked = CompletableFuture.supplyAsync(() -> api.post(source + "/merge", Map.of("into", id(target))));
            await().until(() -> jdbc.sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
                            .query(Long.class)
                            .single()
                    > 0);
            jdbc.sql(
                            "UPDATE tickets SET merged_into = :third, status = 'closed' WHERE tenant_id = :tenant AND id = :id")
                    .param("third", UUID.fromString(id(third)))
                    .param("tenant", desk.tenant())
                    .param("id", UUID.fromString(id(target)))
                    .update();
            return asked;
        });

        if (byKey) {
            merged.join().problem(409, "changed-meanwhile");
            api.post(source + "/merge", Map.of("into", id(target))).expect(200);
        } else {
            merged.join().expect(200);
        }
        assertThat(agent.get(source).text("/merged_into")).isEqualTo(id(third));
    }

    private void hold(UUID ticket) {
        jdbc.sql("SELECT id FROM tickets WHERE tenant_id = :tenant AND id = :id FOR NO KEY UPDATE")
                .param("tenant", desk.tenant())
                .param("id", ticket)
                .query()
                .listOfRows();
    }

    /// Each into the next, and the last into the first, all at once.
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void ofACircleOneIsLeft(int size) {
        var circle = IntStream.range(0, size)
                .mapToObj(i -> Desk.ticket(agent, "ticket " + i))
                .toList();

        var answers = IntStream.range(0, size)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> merge(circle.get(i), circle.get((i + 1) % size))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers.stream().map(Answer::status).filter(status -> status == 409))
                .hasSize(1);
        assertThat(answers.stream().map(Answer::status).filter(status -> status == 200))
                .hasSize(size - 1);
        assertThat(circle.stream()
                        .filter(ticket ->
                                agent.get(ticket).json().get("merged_into").isNull()))
                .hasSize(1);
    }

    @Test
    void ofTwoWhoMergeTheSameTicketOneDoes() {
        var third = Desk.ticket(agent, "third");

        var answers = Stream.of(target, third)
                .map(into -> CompletableFuture.supplyAsync(() -> merge(source, into)))
                .toList()
                .stream()
                .map(answer -> answer.join().status())
                .toList();

        assertThat(answers).containsExactlyInAnyOrder(200, 409);
    }
}
