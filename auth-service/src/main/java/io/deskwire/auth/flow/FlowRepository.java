package io.deskwire.auth.flow;

import io.deskwire.auth.flow.FlowState.ProviderTokens;
import io.deskwire.auth.flow.FlowState.Trip;
import io.deskwire.auth.seal.Seals;
import io.deskwire.auth.seal.Seals.Kind;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class FlowRepository {
    private static final String INSERT = """
            INSERT INTO flow_states (id, user_id, auth_code, code_challenge, code_challenge_method, method, provider,
                                     redirect_to, linking_user_id, provider_nonce, provider_code_verifier,
                                     created_at)
            VALUES (:id, :user, :code, :challenge, :challengeMethod, :method, :provider, :redirectTo, :linking,
                    :nonce, :verifier, :at)
            """;
    private static final String AUTHENTICATE = """
            UPDATE flow_states
               SET user_id = :user, provider_access_token = :access, provider_refresh_token = :refresh,
                   authenticated_at = :at
             WHERE id = :id AND authenticated_at IS NULL
            """;
    private static final String RETURNED = """
            UPDATE flow_states SET returned_at = :at WHERE id = :id AND provider IS NOT NULL AND returned_at IS NULL
            RETURNING *
            """;

    private final JdbcClient jdbc;
    private final Seals seals;

    FlowRepository(JdbcClient jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
    }

    void insert(FlowState flow) {
        var challenge = flow.challenge();
        var trip = flow.trip();
        jdbc.sql(INSERT)
                .param("id", flow.id())
                .param("user", value(flow.userId()))
                .param("code", flow.authCode())
                .param("challenge", challenge == null ? null : challenge.challenge())
                .param("challengeMethod", challenge == null ? null : Row.wire(challenge.method()))
                .param("method", flow.method())
                .param("provider", trip.provider())
                .param("redirectTo", trip.redirectTo())
                .param("linking", value(trip.linkingUser()))
                .param("nonce", trip.nonce())
                .param("verifier", trip.codeVerifier())
                .param("at", Row.at(flow.createdAt()))
                .update();
    }

    Optional<FlowState> find(UUID id) {
        return jdbc.sql("SELECT * FROM flow_states WHERE id = :id")
                .param("id", id)
                .query(Row.as(this::flow))
                .optional();
    }

    Optional<FlowState> returned(UUID id, Instant now) {
        return jdbc.sql(RETURNED)
                .param("id", id)
                .param("at", Row.at(now))
                .query(Row.as(this::flow))
                .optional();
    }

    Optional<FlowState> byCodeForUpdate(UUID code) {
        return jdbc.sql("SELECT * FROM flow_states WHERE auth_code = :code FOR UPDATE")
                .param("code", code)
                .query(Row.as(this::flow))
                .optional();
    }

    Optional<UserId> userOfCode(UUID code) {
        return jdbc.sql("SELECT user_id FROM flow_states WHERE auth_code = :code AND user_id IS NOT NULL")
                .param("code", code)
                .query(Row.as(row -> row.id("user_id", UserId::new)))
                .optional();
    }

    void deleteCodes(UserId user) {
        jdbc.sql("DELETE FROM flow_states WHERE user_id = :user AND authenticated_at IS NOT NULL")
                .param("user", user.value())
                .update();
    }

    /// The provider's tokens are stored sealed, and not at all where there is no key to seal them with.
    boolean authenticate(UUID id, UserId user, ProviderTokens tokens, Instant now) {
        return jdbc.sql(AUTHENTICATE)
                        .param("id", id)
                        .param("user", user.value())
                        .param("access", sealed(id, "access", tokens.accessToken()))
                        .param("refresh", sealed(id, "refresh", tokens.refreshToken()))
                        .param("at", Row.at(now))
                        .update()
                == 1;
    }

    void sweep(Instant authenticatedBefore, Instant begunBefore) {
        jdbc.sql("DELETE FROM flow_states WHERE authenticated_at < :authenticated OR created_at < :begun")
                .param("authenticated", Row.at(authenticatedBefore))
                .param("begun", Row.at(begunBefore))
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("DELETE FROM flow_states WHERE id = :id").param("id", id).update();
    }

    private byte @Nullable [] sealed(UUID flow, String which, @Nullable String token) {
        return token == null || !seals.available()
                ? null
                : seals.seal(Kind.PROVIDER_TOKEN, flow + " " + which, token.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable String opened(Row row, String which, String column) throws SQLException {
        var stored = row.bytesOrNull(column);
        return stored == null
                ? null
                : new String(
                        seals.open(Kind.PROVIDER_TOKEN, row.uuid("id") + " " + which, stored), StandardCharsets.UTF_8);
    }

    private static @Nullable UUID value(@Nullable UserId user) {
        return user == null ? null : user.value();
    }

    private FlowState flow(Row row) throws SQLException {
        var challenge = row.textOrNull("code_challenge");
        return new FlowState(
                row.uuid("id"),
                row.idOrNull("user_id", UserId::new),
                row.uuid("auth_code"),
                challenge == null
                        ? null
                        : new CodeChallenge(
                                challenge,
                                CodeChallenge.Method.valueOf(
                                        row.text("code_challenge_method").toUpperCase(Locale.ROOT))),
                row.text("method"),
                new Trip(
                        row.textOrNull("provider"),
                        row.textOrNull("redirect_to"),
                        row.idOrNull("linking_user_id", UserId::new),
                        row.textOrNull("provider_nonce"),
                        row.textOrNull("provider_code_verifier")),
                new ProviderTokens(
                        opened(row, "access", "provider_access_token"),
                        opened(row, "refresh", "provider_refresh_token")),
                row.instant("created_at"),
                row.instantOrNull("authenticated_at"));
    }
}
