package io.deskwire.auth.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@AuthServiceTest
class DisabledFeaturesIT {
    @Autowired
    People people;

    Api api;

    @BeforeEach
    void connect() {
        api = people.api();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /sso, 404, saml_provider_disabled, SAML 2.0 is disabled",
        "GET, /sso/saml/metadata, 404, saml_provider_disabled, SAML 2.0 is disabled",
        "POST, /sso/saml/acs, 404, saml_provider_disabled, SAML 2.0 is disabled",
        "GET, /admin/sso/providers, 404, saml_provider_disabled, SAML 2.0 is disabled",
        "POST, /token?grant_type=web3, 422, web3_provider_disabled, Web3 provider is disabled",
        "GET, /passkeys, 404, passkey_disabled, Passkeys are disabled",
        "POST, /passkeys/registration/options, 404, passkey_disabled, Passkeys are disabled",
        "POST, /passkeys/authentication/verify, 404, passkey_disabled, Passkeys are disabled",
        "PATCH, /passkeys/x, 404, passkey_disabled, Passkeys are disabled",
        "DELETE, /admin/users/x/passkeys/y, 404, passkey_disabled, Passkeys are disabled",
        "GET, /oauth/authorize, 404, feature_disabled, OAuth server is disabled",
        "POST, /oauth/token, 404, feature_disabled, OAuth server is disabled",
        "POST, /oauth/clients/register, 404, feature_disabled, OAuth server is disabled",
        "GET, /oauth/authorizations/x, 404, feature_disabled, OAuth server is disabled",
        "GET, /user/oauth/grants, 404, feature_disabled, OAuth server is disabled",
        "GET, /admin/oauth/clients, 404, feature_disabled, OAuth server is disabled",
        "POST, /admin/oauth/clients/x/regenerate_secret, 404, feature_disabled, OAuth server is disabled",
        "GET, /.well-known/oauth-authorization-server, 404, feature_disabled, OAuth server is disabled",
        "GET, /admin/custom-providers, 404, feature_disabled, Custom OAuth providers are disabled",
        "GET, /factors/recovery-codes, 422, mfa_recovery_codes_enroll_not_enabled, MFA enroll is disabled for recovery codes",
        "POST, /factors/recovery-codes/verify, 422, mfa_recovery_codes_verify_not_enabled, MFA verification is disabled for recovery codes",
        "GET, /scim/v2/Users, 404, feature_disabled, SCIM server is disabled"
    })
    void saysThatItIsOff(String method, String path, int status, String code, String message) {
        // As in GoTrue, who may not be there learns nothing, not even what is off.
        var asker = path.startsWith("/admin/") ? people.adminClient() : api;
        var answer = asker.send(method, "/auth/v1" + path, method.equals("GET") ? null : Map.of())
                .expect(status);

        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(answer.text("/message")).isEqualTo(message);
        assertThat(answer.header("x-sb-error-code")).isEqualTo(code);
        assertThat(answer.header("X-Supabase-Api-Version")).isEqualTo("2024-01-01");
    }

    @Test
    void saysThatLinkingByHandIsOff() {
        var me = api.as(people.signUp("no-linking").accessToken());

        for (var answer : new Api.Answer[] {
            me.get("/auth/v1/user/identities/authorize?provider=google&skip_http_redirect=true"),
            me.delete("/auth/v1/user/identities/x")
        }) {
            assertThat(answer.expect(404).text("/code")).isEqualTo("manual_linking_disabled");
            assertThat(answer.text("/message")).isEqualTo("Manual linking is disabled");
        }
    }

    @Test
    void tellsWhatIsOn() {
        var settings = api.get("/auth/v1/settings").expect(200).json();

        assertThat(settings.at("/external/email").asBoolean()).isTrue();
        assertThat(settings.at("/external/google").asBoolean()).isFalse();
        assertThat(settings.at("/external/phone").asBoolean()).isFalse();
        assertThat(settings.at("/external").has("linkedin_oidc")).isTrue();
        assertThat(settings.get("disable_signup").asBoolean()).isFalse();
        assertThat(settings.get("mailer_autoconfirm").asBoolean()).isTrue();
        assertThat(settings.get("saml_enabled").asBoolean()).isFalse();
        assertThat(settings.get("passkeys_enabled").asBoolean()).isFalse();
    }

    @Test
    void tellsWhereItsKeysAre() {
        var document = api.get("/auth/v1/.well-known/openid-configuration").expect(200);

        assertThat(document.text("/issuer")).isEqualTo("http://127.0.0.1:54321/auth/v1");
        assertThat(document.text("/jwks_uri")).isEqualTo("http://127.0.0.1:54321/auth/v1/.well-known/jwks.json");
        assertThat(document.text("/id_token_signing_alg_values_supported/0")).isEqualTo("ES256");
        assertThat(document.header("Cache-Control")).contains("max-age=600");
    }
}
