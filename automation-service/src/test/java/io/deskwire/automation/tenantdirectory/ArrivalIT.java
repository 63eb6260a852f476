package io.deskwire.automation.tenantdirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.deskwire.automation.AutomationServiceTest;
import io.deskwire.automation.Fleet;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/// Pairing with a tenant whose event comes late on purpose.
@AutomationServiceTest
class ArrivalIT {
    @Autowired
    Fleet fleet;

    @Autowired
    TenantEffect effect;

    @Autowired
    SystemAccess system;

    @Autowired
    @Qualifier("appPool")
    HikariDataSource pool;

    @ParameterizedTest
    @ValueSource(strings = {"approve", "reject"})
    void waitsForTheTenantWithoutAConnection(String decision) throws Exception {
        var desk = fleet.unheardOf("newcomer");
        var asked = fleet.ask(desk.slug(), "EBAY_AGENT", "late-" + decision);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var decided = threads.submit(() -> desk.api()
                    .with("Idempotency-Key", asked.text("/id"))
                    .post(
                            "/automation/pairing/requests/" + asked.text("/id") + "/" + decision,
                            Map.of("code", asked.text("/code"))));
            await().until(() -> pool.isRunning() && pool.getHikariPoolMXBean().getActiveConnections() == 0);
            arrive(desk);
            assertThat(decided.get().status()).isEqualTo(decision.equals("approve") ? 200 : 204);
        }
    }

    /// The tenant's event may be worked off between a request's look for the tenant and its commit.
    @Test
    void losesNoRequestThatCrossesTheTenantsEvent() throws Exception {
        var desk = fleet.unheardOf("crossing");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Api.Answer> asked;
            Future<?> arrived;
            try (var held = fleet.hold("automation_pairing_requests")) {
                asked = threads.submit(() -> fleet.ask(desk.slug(), "EBAY_AGENT", "crossing"));
                held.awaitWaiter();
                arrived = threads.submit(() -> arrive(desk));
            }
            arrived.get();
            assertThat(desk.api()
                            .get("/api/v1/automation/pairing/requests")
                            .expect(200)
                            .json()
                            .get("data")
                            .findValuesAsString("id"))
                    .isEqualTo(List.of(asked.get().text("/id")));
        }
    }

    private void arrive(Fleet.Desk desk) {
        var event = fleet.event("tenant.created", desk.tenant(), desk.slug(), "active", 1);
        system.run("tenant-directory", () -> effect.accept(event));
    }
}
