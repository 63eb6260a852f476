package io.deskwire.auth.provisioning.provisioner;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// n8n through its public API (`X-N8N-API-KEY`): a project for the tenant, found again by the mark in its name, and the
/// owner, invited where n8n does not know the address, as the project's admin. Projects need a licence there; without
/// it n8n answers 403.
@Component
final class N8n implements Provisioner {
    private final ProvisionerProperties properties;
    private final ServiceHttp http;

    N8n(ProvisionerProperties properties, ServiceHttp http) {
        this.properties = properties;
        this.http = http;
    }

    @Override
    public String service() {
        return "n8n";
    }

    @Override
    public boolean configured() {
        return properties.n8n().configured();
    }

    @Override
    public String provision(Commission commission) {
        var api = api();
        var project = commission.knownId();
        if (project == null) {
            project = existing(api, commission);
        }
        if (project == null) {
            project = create(api, commission);
        }
        if (commission.ownerEmail() != null) {
            var user = user(api, commission.ownerEmail());
            api.post(
                    "/api/v1/projects/{project}/users",
                    Map.of("relations", List.of(Map.of("userId", user, "role", "project:admin"))),
                    project);
        }
        return project;
    }

    /// With the project's workflows and credentials. The users stay.
    @Override
    public void tearDown(Commission commission) {
        var api = api();
        var project = commission.knownId() == null ? existing(api, commission) : commission.knownId();
        if (project != null) {
            api.delete("/api/v1/projects/{project}", project);
        }
    }

    private ServiceApi api() {
        var address = properties.n8n();
        return http.api(address, Map.of("X-N8N-API-KEY", address.key()));
    }

    private static @Nullable String existing(ServiceApi api, Commission commission) {
        var cursor = "";
        for (int pages = 0; pages < ServiceApi.MOST_PAGES; pages++) {
            var page = cursor.isEmpty()
                    ? api.get("/api/v1/projects?limit=250")
                    : api.get("/api/v1/projects?limit=250&cursor={cursor}", cursor);
            for (var project : page.path("data")) {
                if (project.path("name").asString("").endsWith(commission.mark())) {
                    return ServiceApi.required("a project", project, "/id");
                }
            }
            cursor = page.path("nextCursor").asString("");
            if (cursor.isEmpty()) {
                return null;
            }
        }
        throw ServiceApi.endless();
    }

    private static String create(ServiceApi api, Commission commission) {
        var created = api.post("/api/v1/projects", Map.of("name", commission.markedName()));
        return ServiceApi.required("the new project", created, "/id");
    }

    private static String user(ServiceApi api, String email) {
        var known = api.find("/api/v1/users/{email}", email);
        if (known != null) {
            return ServiceApi.required("the user", known, "/id");
        }
        var invited = api.post("/api/v1/users", List.of(Map.of("email", email, "role", "global:member")));
        return ServiceApi.required("the invited user", invited, "/0/user/id");
    }
}
