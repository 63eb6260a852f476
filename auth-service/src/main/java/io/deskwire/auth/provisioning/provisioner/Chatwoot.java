package io.deskwire.auth.provisioning.provisioner;

import io.deskwire.common.secret.RandomSecret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Chatwoot through its Platform API (a platform app's `api_access_token`): an account for the tenant, marked with its
/// id among the custom attributes, and the owner as its administrator. Creating a user or an account user that exists
/// is no error there.
@Component
final class Chatwoot implements Provisioner {
    private static final String MARK = "deskwire_tenant_id";
    private static final String ACCOUNTS = "/platform/api/v1/accounts";

    private final ProvisionerProperties properties;
    private final ServiceHttp http;

    Chatwoot(ProvisionerProperties properties, ServiceHttp http) {
        this.properties = properties;
        this.http = http;
    }

    @Override
    public String service() {
        return "chatwoot";
    }

    @Override
    public boolean configured() {
        return properties.chatwoot().configured();
    }

    @Override
    public String provision(Commission commission) {
        var api = api();
        var account = commission.knownId();
        if (account == null) {
            account = existing(api, commission);
        }
        if (account == null) {
            account = create(api, commission);
        }
        if (commission.ownerEmail() != null) {
            admit(api, account, commission, commission.ownerEmail());
        }
        return account;
    }

    /// The users stay: they may be in other accounts.
    @Override
    public void tearDown(Commission commission) {
        var api = api();
        var account = commission.knownId() == null ? existing(api, commission) : commission.knownId();
        if (account != null) {
            api.delete(ACCOUNTS + "/{account}", account);
        }
    }

    private ServiceApi api() {
        var address = properties.chatwoot();
        return http.api(address, Map.of("api_access_token", address.key()));
    }

    private static @Nullable String existing(ServiceApi api, Commission commission) {
        var accounts = api.find(ACCOUNTS);
        if (accounts == null) {
            // Older releases cannot list accounts. Making a second one is worse than asking.
            if (commission.repeated()) {
                throw new ProvisioningFailure(
                        false, "this Chatwoot cannot list its accounts; PUT the account's id as service_id");
            }
            return null;
        }
        for (var account : accounts) {
            if (account.at("/custom_attributes/" + MARK)
                    .asString("")
                    .equals(commission.tenant().toString())) {
                return ServiceApi.required("an account", account, "/id");
            }
        }
        return null;
    }

    private static String create(ServiceApi api, Commission commission) {
        var account = new LinkedHashMap<String, Object>();
        account.put("name", commission.name());
        account.put("status", "active");
        if (commission.ownerEmail() != null) {
            account.put("support_email", commission.ownerEmail());
        }
        account.put("custom_attributes", Map.of(MARK, commission.tenant().toString()));
        return ServiceApi.required("the new account", api.post(ACCOUNTS, account), "/id");
    }

    /// The password is nobody's: the owner signs in by a reset or by single sign-on.
    private void admit(ServiceApi api, String account, Commission commission, String email) {
        JsonNode user = api.post(
                "/platform/api/v1/users",
                Map.of("name", commission.ownerName(), "email", email, "password", password()));
        api.post(
                ACCOUNTS + "/{account}/account_users",
                Map.of(
                        "user_id",
                        Long.parseLong(ServiceApi.required("the user", user, "/id")),
                        "role",
                        "administrator"),
                account);
    }

    /// Chatwoot asks for upper and lower case, a digit and a special character.
    private static String password() {
        return "Aa1!" + RandomSecret.text(24);
    }
}
