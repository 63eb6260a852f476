package io.deskwire.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.GoldenSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/// `contracts/http/automation.yaml` names every endpoint, and none of them shows or changes another tenant's things.
@AutomationServiceTest
class HttpContractIT {
    private static final Map<String, Object> ANY_BODY = Map.of();
    private static final Map<String, Map<String, Object>> BODIES = Map.of(
            "approve", Map.of("code", "BCDF-BCDF"),
            "start", Map.of("lease_seq", 1),
            "heartbeat", Map.of("lease_seq", 1),
            "complete", Map.of("lease_seq", 1),
            "fail", Map.of("lease_seq", 1, "kind", "permanent", "error", "x"),
            "resolve", Map.of("note", "mine"));

    @Autowired
    Fleet fleet;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Test
    void describesEveryEndpointAndNoOther() throws IOException {
        var served = new TreeSet<String>();
        mappings.getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getName().startsWith("io.deskwire.automation.")) {
                mapping.getMethodsCondition()
                        .getMethods()
                        .forEach(method -> mapping.getPatternValues().forEach(path -> served.add(method + " " + path)));
            }
        });
        assertThat(endpoints()).isEqualTo(served);
    }

    @Test
    void answersNotFoundToWhoeverReachesIntoAnotherTenant() throws IOException {
        var acme = fleet.desk("acme");
        var globex = fleet.desk("globex");
        var ids = Map.of(
                "/automation/pairing/requests/{id}",
                        fleet.ask(acme.slug(), "EBAY_AGENT", "victim").text("/id"),
                "/api/v1/automation/agents/{id}",
                        fleet.agent(acme, "EBAY_AGENT").id().toString(),
                "/api/v1/accounts/{id}", made(acme, "/api/v1/accounts", Map.of("name", "Shop")),
                "/api/v1/automation/jobs/{id}", made(acme, "/api/v1/automation/jobs", Map.of("type", "PLACE_ORDER")));
        var executor = fleet.agent(globex, "AMAZON_AGENT").api();

        for (var endpoint : endpoints()) {
            var method = endpoint.substring(0, endpoint.indexOf(' '));
            var path = endpoint.substring(endpoint.indexOf(' ') + 1);
            var owner = ids.keySet().stream().filter(path::startsWith).findFirst();
            if (owner.isEmpty()) {
                continue;
            }
            var action = path.substring(path.lastIndexOf('/') + 1);
            var attacker = path.matches(".*/jobs/\\{id}/(start|heartbeat|complete|fail)") ? executor : globex.api();
            send(attacker, method, path.replace("{id}", ids.get(owner.get())), BODIES.getOrDefault(action, ANY_BODY))
                    .problem(404, "not-found");
        }
        for (var list : endpoints()) {
            if (list.startsWith("GET ") && !list.contains("{id}")) {
                assertThat(globex.api()
                                .get(list.substring(4))
                                .expect(200)
                                .response()
                                .body())
                        .as(list)
                        .doesNotContain(acme.tenant().toString());
            }
        }
    }

    private static Api.Answer send(Api api, String method, String path, Object body) {
        return api.send(method, path, method.equals("GET") || method.equals("DELETE") ? null : body);
    }

    private static String made(Fleet.Desk desk, String path, Map<String, Object> body) {
        return desk.api().post(path, body).expect(201).text("/id");
    }

    @SuppressWarnings("unchecked")
    private static TreeSet<String> endpoints() throws IOException {
        var file = GoldenSamples.directory().resolveSibling("http").resolve("automation.yaml");
        Map<String, Object> contract = new Yaml().load(Files.readString(file));
        var endpoints = new TreeSet<String>();
        ((Map<String, Map<String, Object>>) contract.get("paths"))
                .forEach((path, methods) -> methods.keySet()
                        .forEach(method -> endpoints.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return endpoints;
    }
}
