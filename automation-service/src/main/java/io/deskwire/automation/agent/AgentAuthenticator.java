package io.deskwire.automation.agent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import io.deskwire.automation.agent.AgentRepository.Credential;
import io.deskwire.automation.jobtype.JobTypes;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Authenticator;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.InvalidTokenException;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import tools.jackson.databind.json.JsonMapper;

/// Turns an agent token into its caller. The token only proves who it is: type, permissions and state are what the
/// database and the configuration say, remembered for two seconds, so that a revocation bites on every node. A token
/// that was verified is not verified again while the agent, its secret and its tenant's state stay as they were.
@Component
class AgentAuthenticator implements Authenticator {
    private static final Duration REMEMBERED = Duration.ofSeconds(2);

    private final AgentTokens tokens;
    private final JobTypes types;
    private final JsonMapper json;
    private final LoadingCache<UserId, Optional<Credential>> credentials;
    private final Cache<String, Proved> proved =
            Caffeine.newBuilder().maximumSize(20_000).build();

    /// What a token has proved; holds as long as the agent's credential is the same.
    private record Proved(Credential by, Caller caller) {
        boolean holds(Credential present) {
            return Arrays.equals(by.secret(), present.secret())
                    && by.agent().equals(present.agent())
                    && by.tenantSuspended() == present.tenantSuspended();
        }
    }

    AgentAuthenticator(
            AgentRepository agents, AgentTokens tokens, JobTypes types, SystemAccess system, JsonMapper json) {
        this.tokens = tokens;
        this.types = types;
        this.json = json;
        this.credentials = Caffeine.newBuilder()
                .maximumSize(20_000)
                .expireAfterWrite(REMEMBERED)
                .build(id -> system.query("agent-token", () -> agents.credential(id)));
    }

    /// Asked before the verifier of access tokens, which may take HS256 as well.
    @Override
    public boolean accepts(JWSHeader header) {
        return JWSAlgorithm.HS256.equals(header.getAlgorithm())
                && header.getKeyID() != null
                && Uuid7.parse(header.getKeyID()).isPresent();
    }

    /// As long as the agent's credential is remembered, too; a token of an agent not seen for longer is parsed again.
    @Override
    public @Nullable Caller remembered(String text) {
        var known = proved.getIfPresent(text);
        var present = known == null
                ? null
                : credentials.getIfPresent(known.by().agent().id());
        return known != null && present != null && present.filter(known::holds).isPresent() ? known.caller() : null;
    }

    @Override
    public Caller authenticate(String text) throws InvalidTokenException {
        var known = proved.getIfPresent(text);
        if (known != null) {
            var present = credentials.get(known.by().agent().id());
            if (present.isPresent() && known.holds(present.get())) {
                return known.caller();
            }
            proved.invalidate(text);
        }
        return verified(text);
    }

    private Caller verified(String text) throws InvalidTokenException {
        var token = parse(text);
        var keyId = token.getHeader().getKeyID();
        var id = (keyId == null ? Optional.<UUID>empty() : Uuid7.parse(keyId)).map(UserId::new);
        var credential = id.flatMap(credentials::get);
        if (credential.isEmpty()) {
            throw new InvalidTokenException("the agent is not known or was revoked; pair it again");
        }
        var agent = credential.get().agent();
        var issuedAt = tokens.verify(token, agent.id(), credential.get().secret());
        var permissions = types.permissions(agent.agentType());
        var caller = new Caller(
                Caller.Kind.AGENT,
                agent.id(),
                agent.tenantId(),
                null,
                Set.copyOf(permissions),
                new Caller.Credential(null, issuedAt, Instant.MAX, null),
                credential.get().tenantSuspended(),
                json.writeValueAsString(Map.of(
                        "sub", agent.id().toString(),
                        "role", "authenticated",
                        "tenant_id", agent.tenantId().toString(),
                        "agent_type", agent.agentType(),
                        "permissions", permissions)),
                null);
        proved.put(text, new Proved(credential.get(), caller));
        return caller;
    }

    /// So that this node does not even wait the two seconds.
    @TransactionalEventListener
    void on(AgentChanged changed) {
        credentials.invalidate(changed.agent());
    }

    private static SignedJWT parse(String text) throws InvalidTokenException {
        try {
            return SignedJWT.parse(text);
        } catch (ParseException failure) {
            throw new InvalidTokenException("the bearer token is not a signed JWT");
        }
    }
}
