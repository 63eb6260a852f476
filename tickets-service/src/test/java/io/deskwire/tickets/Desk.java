package io.deskwire.tickets;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.TestTokens;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/// A tenant with its people, as the tests speak of them; everything goes through HTTP.
public record Desk(String url, @Nullable UUID tenant) {
    private static final TestTokens TOKENS = TestTokens.start(Clock.systemUTC());
    public static final String NO_TICKET = "/api/v1/tickets/00000000-0000-7000-8000-000000000000";

    static final class Signing implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of(
                            "deskwire.identity.keys-url=" + TOKENS.keysUrl(),
                            "deskwire.identity.issuer=" + TOKENS.issuer())
                    .applyTo(context);
        }
    }

    /// A new tenant.
    public static Desk at(int port) {
        return new Desk("http://127.0.0.1:" + port, UUID.randomUUID());
    }

    public Api admin() {
        return member("admin", "tickets.read", "tickets.write", "tickets.delete", "comments.internal");
    }

    /// One who manages people, what they share and the tenant's own fields and settings besides.
    public Api manager() {
        return member(
                "admin",
                "tickets.read",
                "tickets.write",
                "tickets.delete",
                "members.manage",
                "tenant.manage",
                "views.manage",
                "ticket_fields.manage");
    }

    public Api agent() {
        return member("agent", "tickets.read", "tickets.write", "comments.internal");
    }

    public Api va() {
        return member("va", "tickets.read", "tickets.write");
    }

    public Api client(UUID user) {
        return member(user, "client", "tickets.read_own", "tickets.write");
    }

    public Api client() {
        return client(UUID.randomUUID());
    }

    public Api member(String role, String... permissions) {
        return member(UUID.randomUUID(), role, permissions);
    }

    public Api member(UUID user, String role, String... permissions) {
        return Api.at(url).as(TOKENS.member(tenant, user, role, permissions));
    }

    /// A trusted server, with what the secret key is swapped for.
    public Api server(@Nullable String purpose) {
        return Api.at(url).as(TOKENS.system(tenant, purpose));
    }

    /// A token of the secret key with claims that it must not have.
    String systemTokenWith(Map<String, Object> claims) {
        var all = new HashMap<String, Object>(systemClaims());
        all.putAll(claims);
        return TOKENS.mint(all);
    }

    /// A token of the secret key that somebody else signed.
    String forgedSystemToken() {
        return TOKENS.forge(systemClaims());
    }

    private Map<String, Object> systemClaims() {
        var key = UUID.randomUUID().toString();
        return Map.of(
                "sub",
                key,
                "session_id",
                key,
                "role",
                "service_role",
                "purpose",
                "nightly-export",
                "tenant_id",
                tenant.toString());
    }

    static String token(Map<String, Object> claims) {
        return TOKENS.mint(claims);
    }

    /// The path of a new ticket.
    public static String ticket(Api api, String subject) {
        return api.post("/api/v1/tickets", Map.of("subject", subject))
                .expect(201)
                .header("Location");
    }
}
