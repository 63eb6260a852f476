package io.deskwire.auth.oauth;

import io.deskwire.auth.People;
import io.deskwire.openid.OpenIdServer;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.RealServers;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The whole service with a real OpenID provider beside it, named `google`; `gitlab` is one that is down and `azure`
/// one that is off. All classes that extend this share one context.
@RealServers("auth")
@Import(People.Beans.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=auth",
            "deskwire.auth.mailer-autoconfirm=true",
            "deskwire.auth.seal.keys=a key of the tests and not a secret",
            "deskwire.auth.oauth.manual-linking=true",
            "deskwire.auth.oauth.timeout=40s",
            "deskwire.auth.flow.site-url=http://localhost:3000",
            "deskwire.auth.flow.redirect-allow-list=https://*.desk.example/**,deskapp://signed-in",
            "deskwire.auth.oauth.providers.google.client-id=" + OpenIdServer.CLIENT + ",the-apps-own-client",
            "deskwire.auth.oauth.providers.google.secret=" + OpenIdServer.SECRET,
            "deskwire.auth.oauth.providers.gitlab.client-id=desk",
            "deskwire.auth.oauth.providers.gitlab.issuer=http://127.0.0.1:1"
        })
abstract class ProviderTest {
    static final OpenIdServer PROVIDER = OpenIdServer.start();
    static final String HOME = "https://app.desk.example/signed-in";

    @Autowired
    People people;

    Api api;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry properties) {
        properties.add("deskwire.auth.oauth.providers.google.issuer", PROVIDER::issuer);
    }

    @BeforeEach
    void connect() {
        api = people.api();
    }

    /// Somebody at the provider, with a verified address of its own.
    record Visitor(String subject, String email) {
        static Visitor named(String name) {
            var subject = name + "-" + UUID.randomUUID();
            var visitor = new Visitor(subject, subject + "@example.com");
            PROVIDER.knows(
                    subject,
                    Map.of(
                            "email",
                            visitor.email(),
                            "email_verified",
                            true,
                            "name",
                            "Name of " + name,
                            "picture",
                            "https://pictures.example/" + name));
            return visitor;
        }

        Visitor saying(Map<String, Object> claims) {
            var all = new HashMap<String, Object>();
            all.put("email", email);
            all.put("email_verified", true);
            all.putAll(claims);
            PROVIDER.knows(subject, all);
            return this;
        }
    }

    /// The browser's way to the provider, as far as its answer; it has not been brought back yet.
    URI answer(Visitor visitor, String query) {
        return atProvider(visitor, departure(api, query));
    }

    URI departure(Api client, String query) {
        return URI.create(client.get("/auth/v1/authorize?provider=google&redirect_to=" + HOME + query)
                .expect(302)
                .header("Location"));
    }

    URI atProvider(Visitor visitor, URI question) {
        var provider = Api.at(question.getScheme() + "://" + question.getAuthority())
                .with("X-Person", visitor.subject())
                .with("Accept", "text/html");
        return URI.create(provider.get(question.getRawPath() + "?" + question.getRawQuery())
                .expect(302)
                .header("Location"));
    }

    /// Brings the provider's answer back to us; where the browser lands.
    URI back(URI answer) {
        return URI.create(api.get(answer.getRawPath() + "?" + answer.getRawQuery())
                .expect(302)
                .header("Location"));
    }

    /// There and back, in the implicit flow.
    Map<String, String> signIn(Visitor visitor) {
        var landing = back(answer(visitor, ""));
        return values(landing.getRawFragment());
    }

    static Map<String, String> values(String encoded) {
        return encoded == null || encoded.isEmpty()
                ? Map.of()
                : Arrays.stream(encoded.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> pair[0],
                                pair -> URLDecoder.decode(pair.length > 1 ? pair[1] : "", StandardCharsets.UTF_8)));
    }

    static Map<String, String> query(URI address) {
        return values(address.getRawQuery());
    }

    static String bare(URI address) {
        return address.toString().replaceAll("[?#].*", "");
    }
}
