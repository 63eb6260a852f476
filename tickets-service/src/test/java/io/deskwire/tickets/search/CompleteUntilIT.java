package io.deskwire.tickets.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.erasure.TenantErasure;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The promise of ADR 0039: whoever asks from `complete_until` on misses nothing.
@TicketsServiceTest
class CompleteUntilIT {
    private static final String TICKETS = "/api/v1/tickets";
    private static final int WRITERS = 6;
    private static final int EACH = 40;

    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    TenantErasure erasure;

    @Autowired
    JdbcClient jdbc;

    Desk desk;
    Api agent;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
    }

    @Test
    void missesNothingOfWhatSixWritersWrite() throws Exception {
        var written = new ConcurrentHashMap<String, Long>();
        var seen = new HashMap<String, Long>();
        var mark = "2020-01-01T00:00:00.000Z";
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = IntStream.range(0, WRITERS)
                    .mapToObj(_ -> threads.submit(writer(written)))
                    .toList();
            while (!writers.stream().allMatch(Future::isDone)) {
                mark = poll(mark, seen);
            }
            for (var writer : writers) {
                writer.get();
            }
        }
        poll(mark, seen);

        assertThat(written).hasSize(WRITERS * EACH);
        assertThat(seen).isEqualTo(written);
    }

    private Callable<Void> writer(Map<String, Long> written) {
        return () -> {
            for (var i = 0; i < EACH; i++) {
                var made = agent.post(TICKETS, Map.of("subject", "ticket " + i)).expect(201);
                var path = TICKETS + "/" + made.text("/id");
                var changed = agent.patch(path, Map.of("priority", "high"))
                        .expect(200)
                        .json();
                written.put(made.text("/id"), changed.get("version").asLong());
            }
            return null;
        };
    }

    private String poll(String mark, Map<String, Long> seen) {
        var first = page("updated_since=" + mark + "&sort=updated_at&limit=200");
        var page = first;
        while (true) {
            for (JsonNode ticket : page.json().get("data")) {
                seen.merge(ticket.get("id").asString(), ticket.get("version").asLong(), Math::max);
            }
            assertThat(page.text("/complete_until")).isEqualTo(first.text("/complete_until"));
            if (page.json().get("next_cursor").isNull()) {
                return first.text("/complete_until");
            }
            page = page("updated_since=" + mark + "&sort=updated_at&limit=200&cursor=" + page.text("/next_cursor"));
        }
    }

    @Test
    void aChangeThatIsNotCommittedHoldsTheMarkBack() throws Exception {
        var path = Desk.ticket(agent, "slow");
        var before = completeUntil();
        var changed = new CountDownLatch(1);
        var mayCommit = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = threads.submit(() -> system.run("test", () -> {
                change(path);
                changed.countDown();
                await(mayCommit);
            }));
            changed.await();
            Desk.ticket(agent, "quick");

            var held = page("updated_since=" + before);
            assertThat(held.json().get("data").findValuesAsString("subject")).contains("quick");
            mayCommit.countDown();
            slow.get();

            var later = page("updated_since=" + held.text("/complete_until"));
            assertThat(later.json().get("data").findValuesAsString("subject")).contains("slow");
        } finally {
            mayCommit.countDown();
        }
    }

    @Test
    void movesOnWhileOthersOnlyRead() throws Exception {
        var before = Instant.parse(completeUntil());
        var read = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reader = threads.submit(() -> system.run("test", () -> {
                jdbc.sql("SELECT count(*) FROM tickets").query(Long.class).single();
                read.countDown();
                await(mayEnd);
            }));
            read.await();
            Desk.ticket(agent, "quick");

            assertThat(Instant.parse(completeUntil())).isAfter(before);
            mayEnd.countDown();
            reader.get();
        } finally {
            mayEnd.countDown();
        }
    }

    @Test
    void movesOnWhileATenantIsErased() throws Exception {
        var before = Instant.parse(completeUntil());
        var deleted = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var eraser = threads.submit(() -> system.run("test", () -> {
                erasure.beginPatiently();
                jdbc.sql("DELETE FROM tickets WHERE tenant_id = :tenant")
                        .param("tenant", UUID.randomUUID())
                        .update();
                jdbc.sql("SELECT pg_current_xact_id()").query(String.class).single();
                deleted.countDown();
                await(mayEnd);
            }));
            deleted.await();
            Desk.ticket(agent, "quick");

            assertThat(Instant.parse(completeUntil())).isAfter(before);
            mayEnd.countDown();
            eraser.get();
        } finally {
            mayEnd.countDown();
        }
    }

    @Test
    void staysTheFirstPagesWhilePaging() {
        for (var i = 0; i < 3; i++) {
            Desk.ticket(agent, "ticket " + i);
        }
        for (var sort : new String[] {"-created_at", "created_at", "-updated_at", "updated_at"}) {
            var first = page("limit=2&sort=" + sort);
            Desk.ticket(agent, "meanwhile");
            var second = page("limit=2&sort=" + sort + "&cursor=" + first.text("/next_cursor"));

            assertThat(second.text("/complete_until")).isEqualTo(first.text("/complete_until"));
        }
    }

    private void change(String path) {
        jdbc.sql("UPDATE tickets SET version = version + 1 WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", desk.tenant())
                .param("id", UUID.fromString(path.substring(path.lastIndexOf('/') + 1)))
                .update();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private String completeUntil() {
        return page("limit=1").text("/complete_until");
    }

    private Answer page(String query) {
        return agent.get(TICKETS + "?" + query).expect(200);
    }
}
