package io.deskwire.automation.pairing;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A device's wish to become an agent. As JSON this is its public image: in answers and in events; what proves
/// possession is not part of it.
///
/// @param tenantId nil as long as the slug names no active tenant: nobody sees such a request, and it expires
/// @param requestedFrom the device's address as the gateway saw it
public record PairingRequest(
        PairingId id,
        TenantId tenantId,
        String agentType,
        String deviceId,
        @Nullable String deviceName,
        String requestedFrom,
        Status status,
        @Nullable UserId agentId,
        @Nullable UserId decidedBy,
        Instant expiresAt,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @JsonIgnore Proof proof) {

    static final TenantId NO_TENANT = new TenantId(Uuid7.NIL);

    public enum Status {
        PENDING,
        APPROVED,
        REJECTED,
        EXPIRED
    }

    /// @param codeHash of what the person types; `secretHash` of what the device keeps
    record Proof(byte[] codeHash, byte[] secretHash, int wrongCodes, boolean tokenTaken) {
        Proof wronger() {
            return new Proof(codeHash, secretHash, wrongCodes + 1, tokenTaken);
        }
    }

    /// What became of an approval.
    sealed interface Verdict {
        /// The code is right: pair the agent.
        record Right() implements Verdict {}

        /// Approved before; the answer is the same agent again.
        record Already(UserId agent) implements Verdict {}

        /// The code is wrong; `after` counts it, and is rejected when it was one too many.
        record Wrong(PairingRequest after, int left) implements Verdict {}

        /// Rejected or expired.
        record Over(Status status) implements Verdict {}
    }

    Verdict judge(boolean codeFits, UserId by, int maxWrongCodes, Instant now) {
        return switch (at(now).status) {
            case REJECTED, EXPIRED -> new Verdict.Over(at(now).status);
            case APPROVED ->
                codeFits && agentId != null ? new Verdict.Already(agentId) : new Verdict.Over(Status.APPROVED);
            case PENDING -> codeFits ? new Verdict.Right() : wrong(by, maxWrongCodes, now);
        };
    }

    private Verdict wrong(UserId by, int maxWrongCodes, Instant now) {
        var counted = counting(proof.wronger());
        var left = maxWrongCodes - counted.proof.wrongCodes;
        return new Verdict.Wrong(left > 0 ? counted : counted.rejected(by, now), Math.max(left, 0));
    }

    /// The count is nobody's business, so it makes no new version.
    private PairingRequest counting(Proof counted) {
        return new PairingRequest(
                id,
                tenantId,
                agentType,
                deviceId,
                deviceName,
                requestedFrom,
                status,
                agentId,
                decidedBy,
                expiresAt,
                version,
                createdAt,
                updatedAt,
                counted);
    }

    PairingRequest approved(UserId agent, UserId by, Instant now) {
        return next(Status.APPROVED, agent, by, proof, now);
    }

    PairingRequest rejected(UserId by, Instant now) {
        return next(Status.REJECTED, null, by, proof, now);
    }

    PairingRequest expired(Instant now) {
        return next(Status.EXPIRED, null, null, proof, now);
    }

    /// Whether it is nobody's.
    @JsonIgnore
    boolean isUnbound() {
        return tenantId.equals(NO_TENANT);
    }

    /// As it is at that moment, whether or not the expiry has been written yet.
    PairingRequest at(Instant now) {
        return status == Status.PENDING && !now.isBefore(expiresAt) ? expired(now) : this;
    }

    private PairingRequest next(
            Status next, @Nullable UserId agent, @Nullable UserId by, Proof nextProof, Instant now) {
        return new PairingRequest(
                id,
                tenantId,
                agentType,
                deviceId,
                deviceName,
                requestedFrom,
                next,
                agent,
                by,
                expiresAt,
                version + 1,
                createdAt,
                now,
                nextProof);
    }
}
