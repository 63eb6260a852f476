package io.deskwire.automation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// The secret key's bearer works in the tenant it chose and tells the audit first.
@AutomationServiceTest
class SystemAccessIT {
    @Autowired
    Fleet fleet;

    private String uses(Fleet.Desk desk) {
        return fleet.query("""
                SELECT coalesce(string_agg(data::jsonb #>> '{record,method}' || ' ' || (data::jsonb #>> '{record,path}')
                                           || ' ' || (data::jsonb #>> '{record,purpose}'), ', ' ORDER BY id), '')
                  FROM outbox WHERE tenant_id = :tenant AND type = 'system_access.used'
                """, Map.of("tenant", desk.tenant()));
    }

    @Test
    void worksWithAPurposeAndTellsTheAudit() {
        var desk = fleet.desk("elevated");
        var server = fleet.server(desk, "fleet-cleanup");

        server.get("/api/v1/automation/agents").expect(200);
        server.post("/api/v1/automation/jobs", Map.of("type", "PLACE_ORDER", "payload", Map.of()))
                .expect(201);

        assertThat(uses(desk))
                .isEqualTo("GET /api/v1/automation/agents fleet-cleanup, POST /api/v1/automation/jobs fleet-cleanup");
        assertThat(desk.api()
                        .get("/api/v1/automation/jobs")
                        .json()
                        .at("/data/0/type")
                        .asString())
                .isEqualTo("PLACE_ORDER");
    }

    @Test
    void isRefusedWithoutAPurposeAndFromABrowser() {
        var desk = fleet.desk("refused");

        fleet.server(desk, null).get("/api/v1/automation/agents").problem(403, "purpose-required");
        fleet.server(desk, "fleet-cleanup")
                .with("Origin", "https://app.example")
                .get("/api/v1/automation/agents")
                .problem(401, "unauthenticated");

        assertThat(uses(desk)).isEmpty();
    }
}
