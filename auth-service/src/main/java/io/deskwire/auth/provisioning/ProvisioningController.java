package io.deskwire.auth.provisioning;

import io.deskwire.auth.provisioning.ProvisioningService.Entry;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/tenants/{id}")
class ProvisioningController {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");
    private static final int MAX_CONFIG = 16 * 1024;
    private static final int MAX_SERVICES = 20;

    private final ProvisioningService services;

    ProvisioningController(ProvisioningService services) {
        this.services = services;
    }

    record Services(List<ConfiguredService> data) {}

    @GetMapping("/services")
    Services list(Caller caller, @PathVariable UUID id) {
        return new Services(services.list(caller, new TenantId(id)));
    }

    @GetMapping("/services/{serviceName}")
    ResponseEntity<ConfiguredService> get(Caller caller, @PathVariable UUID id, @PathVariable String serviceName) {
        return answer(services.get(caller, new TenantId(id), serviceName));
    }

    record EnterRequest(
            @Nullable String serviceId,
            @Nullable JsonNode config,
            @Nullable Boolean enabled) {}

    @PutMapping("/services/{serviceName}")
    ResponseEntity<ConfiguredService> enter(
            Caller caller,
            @PathVariable UUID id,
            @PathVariable String serviceName,
            @RequestBody EnterRequest request,
            @Nullable Revision ifMatch) {
        var check = new FieldCheck();
        var name = check.matching("service_name", serviceName, NAME, "1 to 40 of a-z, 0-9, _ and -");
        var entry = new Entry(
                check.optionalText("service_id", request.serviceId(), 200),
                check.object("config", request.config(), MAX_CONFIG),
                request.enabled() == null || request.enabled());
        check.done();
        return answer(services.enter(caller, new TenantId(id), name, entry, ifMatch));
    }

    record ProvisionRequest(@Nullable List<@Nullable String> services) {}

    record Provisioned(Map<String, ConfiguredService> results) {}

    @PostMapping("/provision")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Provisioned provision(Caller caller, @PathVariable UUID id, @RequestBody ProvisionRequest request) {
        var check = new FieldCheck();
        var names = check.texts("services", request.services(), MAX_SERVICES, 40);
        check.require(!names.isEmpty(), "services", "at least one is expected");
        names.forEach(name -> check.require(
                services.known().contains(name),
                "services",
                "'%s' (expected: one of %s)".formatted(name, services.known())));
        check.done();
        return new Provisioned(services.provision(
                caller, new TenantId(id), names.stream().distinct().toList()));
    }

    private static ResponseEntity<ConfiguredService> answer(ConfiguredService entry) {
        return Revision.ok(entry, entry.entry().version());
    }
}
