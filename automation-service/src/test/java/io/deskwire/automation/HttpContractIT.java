package io.deskwire.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.CrossTenantAttack;
import io.deskwire.testsupport.HttpContract;
import io.deskwire.testsupport.UnreadableAddresses;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// `contracts/http/automation.yaml` names every endpoint, and none of them shows or changes another tenant's things.
@AutomationServiceTest
class HttpContractIT {
    private static final HttpContract CONTRACT = HttpContract.of("automation");
    private static final String JOB = "POST /api/v1/automation/jobs/{}/";

    @Autowired
    Fleet fleet;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Test
    void describesEveryEndpointAndNoOther() {
        assertThat(CONTRACT.differences(mappings, "io.deskwire.automation")).isEmpty();
    }

    @Test
    void refusesAddressesThatAreNotReadable(@LocalServerPort int port) {
        assertThat(UnreadableAddresses.findings(port, CONTRACT)).isEmpty();
    }

    @Test
    void answersNotFoundToWhoeverReachesIntoAnotherTenant() {
        var acme = fleet.desk("acme");
        var globex = fleet.desk("globex");
        var executor = fleet.agent(globex, "AMAZON_AGENT").api();

        assertThat(new CrossTenantAttack(CONTRACT, acme.api(), globex.api())
                        .id(
                                "/automation/pairing/requests/{}",
                                fleet.ask(acme.slug(), "EBAY_AGENT", "victim").text("/id"))
                        .id(
                                "/api/v1/automation/agents/{}",
                                fleet.agent(acme, "EBAY_AGENT").id())
                        .id("/api/v1/accounts/{}", made(acme, "/api/v1/accounts", Map.of("name", "Shop")))
                        .id(
                                "/api/v1/automation/jobs/{}",
                                made(acme, "/api/v1/automation/jobs", Map.of("type", "PLACE_ORDER")))
                        .body("POST /automation/pairing/requests/{}/approve", Map.of("code", "BCDF-BCDF"))
                        .body(JOB + "start", Map.of("lease_seq", 1))
                        .body(JOB + "heartbeat", Map.of("lease_seq", 1))
                        .body(JOB + "complete", Map.of("lease_seq", 1))
                        .body(JOB + "fail", Map.of("lease_seq", 1, "kind", "permanent", "error", "x"))
                        .body(JOB + "resolve", Map.of("note", "mine"))
                        .by(executor, JOB + "start", JOB + "heartbeat", JOB + "complete", JOB + "fail")
                        // Public; what it shows beyond the state needs the request's secret.
                        .without("GET /automation/pairing/status/{}")
                        .findings())
                .isEmpty();
    }

    private static String made(Fleet.Desk desk, String path, Map<String, Object> body) {
        return desk.api().post(path, body).expect(201).text("/id");
    }
}
