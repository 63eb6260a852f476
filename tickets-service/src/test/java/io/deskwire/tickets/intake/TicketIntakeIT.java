package io.deskwire.tickets.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketsServiceTest
class TicketIntakeIT {
    private static final String BULK = "/api/v1/tickets/bulk";
    private static final String PUT = "/api/v1/tickets/by-external-id/shop/";

    @LocalServerPort
    int port;

    Desk desk;
    Api agent;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
    }

    @Test
    void createsWhatCanBeCreatedAndNamesTheRest() {
        var rows = new ArrayList<Object>();
        rows.add(Map.of("subject", "a", "source", "shop", "external_id", "1"));
        rows.add(Map.of("subject", "", "priority", "huge"));
        rows.add(Map.of("subject", "again", "source", "shop", "external_id", "1"));
        rows.add(null);
        rows.add(7);
        rows.add(Map.of("subject", "b", "requester", Map.of("email", "x@example.com")));
        rows.add(Map.of("subject", "c", "requester", Map.of("email", "X@example.com", "name", "X")));

        var results =
                agent.post(BULK, Map.of("tickets", rows)).expect(200).json().get("results");

        assertThat(results.valueStream().map(r -> r.get("status").asInt()))
                .containsExactly(201, 400, 409, 400, 400, 201, 201);
        assertThat(results.valueStream().map(r -> r.get("index").asInt())).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(results.get(0).propertyNames()).containsExactly("index", "status", "id");
        assertThat(results.at("/1/problem/errors").findValuesAsString("field"))
                .containsExactlyInAnyOrder("subject", "priority");
        assertThat(results.at("/2/problem/type").asString()).isEqualTo("/problems/external-id-taken");
        var listed = agent.get("/api/v1/tickets?sort=created_at").json().get("data");
        assertThat(listed.findValuesAsString("subject")).containsExactly("a", "b", "c");
        assertThat(listed.valueStream().map(t -> t.get("number").asInt()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(listed.get(1).get("requester_id")).isEqualTo(listed.get(2).get("requester_id"));
    }

    @Test
    void isRepeatableByKey() {
        var body = Map.of("tickets", List.of(Map.of("subject", "a"), Map.of("subject", "")));
        var once = agent.with("Idempotency-Key", "bulk");

        var first = once.post(BULK, body).expect(200);

        assertThat(once.post(BULK, body).expect(200).json()).isEqualTo(first.json());
        assertThat(agent.get("/api/v1/tickets").json().get("data")).hasSize(1);
    }

    @Test
    void takesNoMoreThanAThousand() {
        agent.post(BULK, Map.of("tickets", Collections.nCopies(1_001, Map.of("subject", "x"))))
                .problem(400, "malformed");
        agent.post(BULK, Map.of()).problem(400, "malformed");
        agent.post(BULK, Map.of("tickets", "all")).problem(400, "malformed");
        agent.post(BULK, Map.of("tickets", List.of(), "more", 1)).problem(400, "malformed");
        assertThat(agent.post(BULK, Map.of("tickets", List.of()))
                        .expect(200)
                        .json()
                        .get("results"))
                .isEmpty();
    }

    @Test
    void putsATicketUnderItsExternalIdAndChangesItTheSecondTime() {
        var made = agent.put(PUT + "7", Map.of("subject", "a", "tags", List.of("keep"), "description", "d"))
                .expect(201);
        assertThat(made.header("Location")).endsWith(made.text("/id"));
        assertThat(made.text("/source")).isEqualTo("shop");
        assertThat(made.text("/external_id")).isEqualTo("7");

        var again = agent.put(
                        PUT + "7",
                        Map.of("priority", "high", "external_id", "7", "requester", Map.of("email", "r@example.com")))
                .expect(200);

        assertThat(again.text("/id")).isEqualTo(made.text("/id"));
        assertThat(again.text("/priority")).isEqualTo("high");
        assertThat(again.text("/subject")).isEqualTo("a");
        assertThat(again.json().get("tags")).hasSize(1);
        assertThat(again.json().get("requester_id").isNull()).isFalse();
        assertThat(again.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(agent.put(PUT + "7", Map.of("priority", "high")).expect(200).header("ETag"))
                .isEqualTo("W/\"2\"");
        var other = Desk.at(port).agent().put(PUT + "7", Map.of("subject", "b")).expect(201);
        assertThat(other.text("/id")).isNotEqualTo(made.text("/id"));
    }

    @Test
    void refusesAPutThatDoesNotFit() {
        agent.put(PUT + "8", Map.of("priority", "high")).problem(400, "malformed");
        agent.put(PUT + "8", Map.of("subject", "x", "external_id", "9")).problem(400, "malformed");
        agent.put(PUT + "8", Map.of("subject", "", "nonsense", 1)).problem(400, "malformed");
        agent.put(PUT + "x".repeat(201), Map.of("subject", "x")).problem(400, "malformed");
        desk.client().put(PUT + "8", Map.of("subject", "x")).problem(403, "forbidden");
    }

    @Test
    void twoPutsAtOnceEndInOneTicket() throws Exception {
        for (int round = 0; round < 20; round++) {
            var path = PUT + "race-" + round;
            var answers = atOnce(
                    () -> agent.put(path, Map.of("subject", "one", "requester", Map.of("email", "race@example.com"))),
                    () -> agent.put(path, Map.of("subject", "two", "requester", Map.of("email", "race@example.com"))));

            assertThat(answers.stream().map(Answer::status)).containsExactlyInAnyOrder(201, 200);
            assertThat(answers.stream().map(a -> a.text("/id")).distinct()).hasSize(1);
        }
    }

    @Test
    void manyAtOnceNeitherLoseNumbersNorWaitForEachOther() throws Exception {
        var bulk = Map.of(
                "tickets",
                IntStream.range(0, 50)
                        .mapToObj(i ->
                                Map.of("subject", "b", "requester", Map.of("email", "p%d@example.com".formatted(i))))
                        .toList());
        var reversed = Map.of("tickets", ((List<?>) bulk.get("tickets")).reversed());

        var answers = atOnce(
                () -> agent.post(BULK, bulk),
                () -> agent.post(BULK, reversed),
                () -> agent.post(
                        "/api/v1/tickets", Map.of("subject", "s", "requester", Map.of("email", "p25@example.com"))));

        assertThat(answers.stream().map(Answer::status)).containsExactly(200, 200, 201);
        var numbers = agent.get("/api/v1/tickets?limit=200")
                .json()
                .get("data")
                .valueStream()
                .map(t -> t.get("number").asInt())
                .sorted()
                .toList();
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 101).boxed().toList());
    }

    @SafeVarargs
    private static List<Answer> atOnce(Callable<Answer>... calls) throws Exception {
        var start = new CyclicBarrier(calls.length);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = Arrays.stream(calls)
                    .map(call -> threads.submit(() -> {
                        start.await();
                        return call.call();
                    }))
                    .toList();
            var answers = new ArrayList<Answer>();
            for (var future : futures) {
                answers.add(future.get());
            }
            return answers;
        }
    }
}
