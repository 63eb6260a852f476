package io.deskwire.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every credential but the secret key is refused at every endpoint of the admin API.
@AuthServiceTest
class AdminAccessIT {
    private static final String SOMEBODY = "00000000-0000-4000-8000-000000000001";
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Safari/537.36";

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Autowired
    People people;

    Api api;

    @BeforeEach
    void connect() {
        api = people.api();
    }

    private List<String> endpoints() {
        var found = new TreeSet<String>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/auth/v1/admin/") || path.equals("/auth/v1/invite"))
                        .map(path -> path.replaceAll("\\{[^}]*}", SOMEBODY).replace("**", "x"))
                        .forEach(path -> {
                            var methods = info.getMethodsCondition().getMethods();
                            if (methods.isEmpty()) {
                                found.add("GET " + path);
                            }
                            methods.forEach(method -> found.add(method + " " + path));
                        }));
        return List.copyOf(found);
    }

    private void refused(Api by, int status, String code) {
        assertThat(endpoints()).hasSizeGreaterThan(10).allSatisfy(endpoint -> {
            var parts = endpoint.split(" ", 2);
            var body = parts[0].equals("GET") ? null : Map.of();
            var answer = by.send(parts[0], parts[1], body).expect(status);
            assertThat(answer.text("/code")).isEqualTo(code);
            assertThat(answer.header("X-Supabase-Api-Version")).isEqualTo("2024-01-01");
        });
    }

    @Test
    void refusesNobodyAndThePublishableKey() {
        refused(api, 401, "no_authorization");
        refused(api.with("apikey", "sb_publishable_0123456789abcdefghijkl"), 403, "not_admin");
    }

    @Test
    void refusesPeopleAndServiceUsers() {
        var founder = people.founder("no-platform-admin");
        refused(api.as(founder.accessToken()), 403, "not_admin");
        var serviceUser =
                api.as(founder.apiKey()).post("/token", Map.of()).expect(200).text("/access_token");
        refused(api.as(serviceUser), 403, "not_admin");
        refused(api.as(founder.apiKey()), 403, "bad_jwt");
    }

    @Test
    void refusesAgentsTheKeyItselfAndWhatIsNoToken() throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(UUID.randomUUID().toString())
                        .build(),
                new JWTClaimsSet.Builder()
                        .claim("role", "service_role")
                        .subject(UUID.randomUUID().toString())
                        .build());
        token.sign(new MACSigner("an agent's own secret, 32 bytes long"));
        refused(api.as(token.serialize()), 403, "bad_jwt");
        refused(api.as("garbage"), 403, "bad_jwt");
        // The gateway swaps it; here it is a text like any other.
        refused(api.as(AuthServiceTest.SECRET_KEY), 403, "bad_jwt");
    }

    @Test
    void refusesTheSecretKeysTokenInABrowser() {
        refused(people.adminClient().with("User-Agent", BROWSER), 401, "no_authorization");
        refused(people.adminClient().with("Origin", "https://app.example"), 401, "no_authorization");
    }

    /// The wall stands before the paths: what is not there is refused like what is.
    @Test
    void refusesAtPathsThatLeadNowhere() {
        for (var path : List.of("/auth/v1/admin/nope", "/auth/v1/admin/users/" + SOMEBODY + "/nope")) {
            assertThat(api.get(path).expect(401).text("/code")).isEqualTo("no_authorization");
            assertThat(api.with("apikey", "sb_publishable_0123456789abcdefghijkl")
                            .get(path)
                            .expect(403)
                            .text("/code"))
                    .isEqualTo("not_admin");
            assertThat(api.as("garbage").get(path).expect(403).text("/code")).isEqualTo("bad_jwt");
            people.adminClient().get(path).expect(404);
        }
    }

    @Test
    void answersFeaturesThatAreOffWithTheirCodes() {
        var admin = people.adminClient();
        Map.of(
                        "/auth/v1/admin/oauth/clients",
                        "feature_disabled",
                        "/auth/v1/admin/oauth/clients/" + SOMEBODY,
                        "feature_disabled",
                        "/auth/v1/admin/custom-providers",
                        "feature_disabled",
                        "/auth/v1/admin/custom-providers/custom:x",
                        "feature_disabled",
                        "/auth/v1/admin/sso/providers",
                        "saml_provider_disabled",
                        "/auth/v1/admin/sso/providers/" + SOMEBODY,
                        "saml_provider_disabled",
                        "/auth/v1/admin/users/" + SOMEBODY + "/passkeys",
                        "passkey_disabled")
                .forEach((path, code) ->
                        assertThat(admin.get(path).expect(404).text("/code")).isEqualTo(code));
        assertThat(admin.post("/auth/v1/admin/oauth/clients", Map.of("client_name", "x"))
                        .expect(404)
                        .text("/code"))
                .isEqualTo("feature_disabled");
        assertThat(admin.delete("/auth/v1/admin/users/" + SOMEBODY + "/passkeys/" + SOMEBODY)
                        .expect(404)
                        .text("/code"))
                .isEqualTo("passkey_disabled");
    }

    @Test
    void writesEveryUseDown() {
        people.server("crm-import", null)
                .get("/auth/v1/admin/users/" + SOMEBODY)
                .expect(404);
        people.adminClient().get("/auth/v1/admin/users?per_page=1").expect(200);

        var entries = people.adminClient()
                .get("/auth/v1/admin/audit?query=action:system_access.used&per_page=3")
                .expect(200)
                .json();
        assertThat(entries)
                .extracting(entry -> entry.at("/payload/actor_username").asString() + " "
                        + entry.at("/payload/traits/path").asString())
                .containsExactly(
                        "system:secret-key/auth-admin /auth/v1/admin/audit",
                        "system:secret-key/auth-admin /auth/v1/admin/users",
                        "system:secret-key/crm-import /auth/v1/admin/users/" + SOMEBODY);
    }

    /// `auth.admin.signOut(jwt)` sends the user's own token.
    @Test
    void signsSomebodyOutByItsToken() {
        var person = people.signUp("signed-out");

        api.as(person.accessToken())
                .send("POST", "/auth/v1/logout?scope=global", null)
                .expect(204);

        assertThat(api.as(person.accessToken()).get("/auth/v1/user").expect(403).text("/code"))
                .isEqualTo("session_not_found");
        assertThat(api.as("garbage")
                        .send("POST", "/auth/v1/logout?scope=global", null)
                        .expect(403)
                        .text("/code"))
                .isEqualTo("bad_jwt");
    }
}
