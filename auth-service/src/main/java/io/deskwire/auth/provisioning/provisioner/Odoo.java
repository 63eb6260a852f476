package io.deskwire.auth.provisioning.provisioner;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Odoo 19 and later through its JSON-2 API (`/json/2/<model>/<method>`, an API key as bearer): a company for the
/// tenant and the owner as its user.
///
/// The company is written by `load`, Odoo's own import, under an external id: a repetition finds it again. Company
/// names are unique there, so the slug stands beside the name.
@Component
final class Odoo implements Provisioner {
    private final ProvisionerProperties properties;
    private final ServiceHttp http;

    Odoo(ProvisionerProperties properties, ServiceHttp http) {
        this.properties = properties;
        this.http = http;
    }

    @Override
    public String service() {
        return "odoo";
    }

    @Override
    public boolean configured() {
        return properties.odoo().configured();
    }

    @Override
    public String provision(Commission commission) {
        var address = properties.odoo();
        var headers = new HashMap<String, String>();
        headers.put("Authorization", "bearer " + address.key());
        if (!address.database().isBlank()) {
            headers.put("X-Odoo-Database", address.database());
        }
        var api = http.api(address, headers);
        var company = commission.knownId() == null ? company(api, commission) : number(commission.knownId());
        if (commission.ownerEmail() != null) {
            admit(api, company, commission, commission.ownerEmail());
        }
        return Long.toString(company);
    }

    /// Odoo removes no company that has books, users or a chart of accounts, and whether books may be removed is not
    /// ours to decide.
    @Override
    public void tearDown(Commission commission) {
        throw new ProvisioningFailure(
                false,
                "Odoo's companies are not removed by its API: archive the company %s there"
                        .formatted(commission.knownId() == null ? commission.slug() : commission.knownId()));
    }

    private static long company(ServiceApi api, Commission commission) {
        var loaded = api.post(
                "/json/2/res.company/load",
                Map.of(
                        "fields", List.of("id", "name"),
                        "data",
                                List.of(List.of(
                                        "deskwire.tenant_"
                                                + commission.tenant().toString().replace('-', '_'),
                                        "%s (%s)".formatted(commission.name(), commission.slug())))));
        JsonNode ids = loaded.path("ids");
        if (!ids.isArray() || ids.isEmpty()) {
            throw new ProvisioningFailure(false, "res.company/load made no company: see Odoo's messages");
        }
        return number(ids.get(0).asString());
    }

    private static void admit(ServiceApi api, long company, Commission commission, String email) {
        var users = api.post(
                "/json/2/res.users/search_read",
                Map.of(
                        "domain", List.of(List.of("login", "=", email)),
                        "fields", List.of("id", "company_ids"),
                        "context", Map.of("active_test", false)));
        if (users.isEmpty()) {
            api.post(
                    "/json/2/res.users/create",
                    Map.of(
                            "vals_list",
                            List.of(Map.of(
                                    "name", commission.ownerName(),
                                    "login", email,
                                    "email", email,
                                    "company_id", company,
                                    "company_ids", List.of(List.of(6, 0, List.of(company)))))));
            return;
        }
        var user = users.get(0);
        var member = user.path("company_ids").valueStream().anyMatch(id -> id.asLong() == company);
        if (!member) {
            api.post(
                    "/json/2/res.users/write",
                    Map.of(
                            "ids", List.of(user.path("id").asLong()),
                            "vals", Map.of("company_ids", List.of(List.of(4, company)))));
        }
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException _) {
            throw new ProvisioningFailure(false, "service_id is no company's number");
        }
    }
}
