package io.deskwire.auth.provisioning.provisioner;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Botpress through its Admin API (a personal access token as bearer): a workspace for the tenant, found again by the
/// mark in its name, with one bot to begin with.
@Component
final class Botpress implements Provisioner {
    private static final String WORKSPACES = "/v1/admin/workspaces";
    private static final String BOTS = "/v1/admin/bots";
    private static final String FIRST_BOT = "Deskwire";

    private final ProvisionerProperties properties;
    private final ServiceHttp http;

    Botpress(ProvisionerProperties properties, ServiceHttp http) {
        this.properties = properties;
        this.http = http;
    }

    @Override
    public String service() {
        return "botpress";
    }

    @Override
    public boolean configured() {
        return properties.botpress().configured();
    }

    @Override
    public String provision(Commission commission) {
        var api = api();
        var workspace = commission.knownId();
        if (workspace == null) {
            workspace = existing(api, commission);
        }
        if (workspace == null) {
            workspace = ServiceApi.required(
                    "the new workspace", api.post(WORKSPACES, Map.of("name", commission.markedName())), "/id");
        }
        makeBot(api, Map.of("x-workspace-id", workspace));
        return workspace;
    }

    @Override
    public void tearDown(Commission commission) {
        var api = api();
        var workspace = commission.knownId() == null ? existing(api, commission) : commission.knownId();
        if (workspace != null) {
            api.delete(WORKSPACES + "/{workspace}", workspace);
        }
    }

    private ServiceApi api() {
        var address = properties.botpress();
        return http.api(address, Map.of("Authorization", "Bearer " + address.key()));
    }

    private static @Nullable String existing(ServiceApi api, Commission commission) {
        var token = "";
        for (int pages = 0; pages < ServiceApi.MOST_PAGES; pages++) {
            var page = token.isEmpty() ? api.get(WORKSPACES) : api.get(WORKSPACES + "?nextToken={token}", token);
            for (var workspace : page.path("workspaces")) {
                if (workspace.path("name").asString("").endsWith(commission.mark())) {
                    return ServiceApi.required("a workspace", workspace, "/id");
                }
            }
            token = page.at("/meta/nextToken").asString("");
            if (token.isEmpty()) {
                return null;
            }
        }
        throw ServiceApi.endless();
    }

    private static void makeBot(ServiceApi api, Map<String, String> workspace) {
        for (var bot : api.getWith(workspace, BOTS).path("bots")) {
            if (bot.path("name").asString("").equals(FIRST_BOT)) {
                return;
            }
        }
        api.postWith(workspace, BOTS, Map.of("name", FIRST_BOT));
    }
}
