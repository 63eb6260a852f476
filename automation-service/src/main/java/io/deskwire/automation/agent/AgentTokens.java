package io.deskwire.automation.agent;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.deskwire.automation.jobtype.JobTypes;
import io.deskwire.common.identity.InvalidTokenException;
import io.deskwire.common.identity.UserId;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.springframework.stereotype.Component;

/// Agent tokens: HS256 JWTs whose `kid` is the agent, signed with that agent's own secret. They do not expire; pairing
/// anew, rotating or revoking ends them.
@Component
class AgentTokens {
    static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final JobTypes types;
    private final AgentProperties properties;

    AgentTokens(JobTypes types, AgentProperties properties) {
        this.types = types;
        this.properties = properties;
    }

    byte[] newSecret() {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    String mint(Agent agent, byte[] secret, Instant now) {
        var claims = new JWTClaimsSet.Builder()
                .subject(agent.id().toString())
                .audience(properties.audience())
                .issueTime(Date.from(now))
                .claim("tenant_id", agent.tenantId().toString())
                .claim("agent_type", agent.agentType())
                .claim("permissions", types.permissions(agent.agentType()))
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(JOSEObjectType.JWT)
                .keyID(agent.id().toString())
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        return token.serialize();
    }

    /// When the token was issued, if it holds: the agent's own signature, subject and audience.
    Instant verify(SignedJWT token, UserId agent, byte[] secret) throws InvalidTokenException {
        try {
            if (!token.verify(new MACVerifier(secret))) {
                throw new InvalidTokenException("the agent token's signature is not valid");
            }
            var claims = token.getJWTClaimsSet();
            if (!agent.toString().equals(claims.getSubject())
                    || !claims.getAudience().contains(properties.audience())
                    || claims.getIssueTime() == null) {
                throw new InvalidTokenException("the agent token is for another agent or another audience");
            }
            return claims.getIssueTime().toInstant();
        } catch (JOSEException | ParseException failure) {
            throw new InvalidTokenException("the agent token is not valid");
        }
    }
}
