package io.deskwire.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// Spring Authorization Server on a random port of 127.0.0.1, with the client `desk-client` and its secret
/// `desk-secret`. It signs in whom the header `X-Person` names.
public final class OpenIdServer implements AutoCloseable {
    public static final String CLIENT = "desk-client";
    public static final String SECRET = "desk-secret";
    static final Map<String, Map<String, Object>> PEOPLE = new ConcurrentHashMap<>();

    private final ConfigurableApplicationContext context;

    private OpenIdServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    public static OpenIdServer start() {
        var context = new SpringApplicationBuilder(OpenIdServerConfiguration.class)
                .web(WebApplicationType.SERVLET)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(
                        "spring.config.name=openid-server",
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "spring.main.banner-mode=off",
                        "spring.jmx.enabled=false")
                .run();
        return new OpenIdServer(context);
    }

    public String issuer() {
        return "http://127.0.0.1:"
                + ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /// Somebody with an account here.
    ///
    /// @param claims of its ID tokens; they win over the provider's own, so that it can be made to lie
    public void knows(String subject, Map<String, Object> claims) {
        PEOPLE.put(subject, claims);
    }

    /// An ID token signed with the provider's key, whatever it says.
    public String sign(JWTClaimsSet claims) {
        var key = context.getBean(OpenIdServerConfiguration.SigningKey.class).key();
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// The public half of the signing key, as anybody can fetch it.
    public byte[] publicKey() {
        try {
            return context.getBean(OpenIdServerConfiguration.SigningKey.class)
                    .key()
                    .toRSAPublicKey()
                    .getEncoded();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public String keyId() {
        return context.getBean(OpenIdServerConfiguration.SigningKey.class).key().getKeyID();
    }

    @Override
    public void close() {
        context.close();
    }
}
