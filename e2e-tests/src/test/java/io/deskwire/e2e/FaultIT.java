package io.deskwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Neighbours fail; nothing is lost and nobody hangs.
class FaultIT {
    @Test
    void keepsWritingWhileKafkaIsAwayAndTellsEverythingInOrderAfterwards() {
        var acme = Tenant.founded("no-kafka");
        var created = new ArrayList<String>();
        created.add(acme.ticket("before"));

        Stack.running().stopKafka();
        try {
            for (int i = 0; i < 10; i++) {
                created.add(acme.ticket("meanwhile " + i));
            }
        } finally {
            Stack.running().startKafka();
        }
        created.add(acme.ticket("afterwards"));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(acme.feed("ticket.created")).isEqualTo(created));
    }

    @Test
    void answers503WithRetryAfterForADeadServiceAndLosesNothingOfIt() {
        var acme = Tenant.founded("dead-service");
        var first = acme.ticket("before");

        Stack.running().kill("tickets-service");
        try {
            var answer = acme.integrator().get("/api/v1/tickets");
            answer.problem(503, "unavailable");
            assertThat(answer.header("Retry-After")).isNotNull();
            var health = Stack.api().get("/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.text("/down/0")).isEqualTo("tickets");
        } finally {
            Stack.running().restart("tickets-service");
        }

        await().untilAsserted(
                        () -> acme.integrator().get("/api/v1/tickets/" + first).expect(200));
        await().untilAsserted(() -> Stack.api().get("/health").expect(200));
    }

    @Test
    void survivesARestartOfPostgres() {
        var acme = Tenant.founded("no-postgres");
        var created = new ArrayList<String>();
        created.add(acme.ticket("before"));

        Stack.running().stopPostgres();
        try {
            assertThat(acme.admin()
                            .post("/api/v1/tickets", Map.of("subject", "meanwhile"))
                            .status())
                    .isEqualTo(503);
        } finally {
            Stack.running().startPostgres();
        }
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(acme.admin().get("/api/v1/tickets").status()).isEqualTo(200));
        created.add(acme.ticket("afterwards"));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(acme.feed("ticket.created")).isEqualTo(created));
    }
}
