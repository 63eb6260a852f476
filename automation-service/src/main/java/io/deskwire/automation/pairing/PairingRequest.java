package io.deskwire.automation.pairing;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A device's wish to become an agent. As JSON this is its public image: in answers and in events; what proves
/// possession is not part of it.
///
/// @param tenantId nil as long as the slug names no active tenant: nobody sees such a request, and it expires
record PairingRequest(
        PairingId id,
        TenantId tenantId,
        @JsonUnwrapped Applicant applicant,
        @JsonUnwrapped Decision decision,
        Instant expiresAt,
        @JsonUnwrapped Stamp stamp,
        @JsonIgnore Proof proof)
        implements Published {

    static final TenantId NO_TENANT = new TenantId(Uuid7.NIL);

    enum Status {
        PENDING,
        APPROVED,
        REJECTED,
        EXPIRED
    }

    /// The device that asks.
    ///
    /// @param requestedFrom its address as the gateway saw it
    record Applicant(
            String agentType, String deviceId, @Nullable String deviceName, String requestedFrom) {}

    /// @param decidedBy null where nobody decided, or the system did
    record Decision(
            Status status,
            @Nullable UserId agentId,
            @Nullable UserId decidedBy) {
        static final Decision PENDING = new Decision(Status.PENDING, null, null);
        static final Decision EXPIRED = new Decision(Status.EXPIRED, null, null);

        static Decision approved(UserId agent, Actor by) {
            return new Decision(Status.APPROVED, agent, by.subject());
        }

        static Decision rejected(Actor by) {
            return new Decision(Status.REJECTED, null, by.subject());
        }
    }

    record Stamp(long version, Instant createdAt, Instant updatedAt) {
        Stamp next(Instant now) {
            return new Stamp(version + 1, createdAt, now);
        }
    }

    /// @param codeHash of what the person types; `secretHash` of what the device keeps
    record Proof(byte[] codeHash, byte[] secretHash, int wrongCodes, boolean tokenTaken) {
        static Proof of(PairingId request, PairingCode given) {
            return new Proof(
                    PairingCode.hashOfCode(request, given.code()), PairingCode.hashOfSecret(given.secret()), 0, false);
        }

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

    static PairingRequest opened(
            PairingId id, TenantId tenant, Applicant applicant, Proof proof, Instant expires, Instant now) {
        return new PairingRequest(id, tenant, applicant, Decision.PENDING, expires, new Stamp(1, now, now), proof);
    }

    Verdict judge(boolean codeFits, Actor by, int maxWrongCodes, Instant now) {
        var agent = decision.agentId;
        return switch (at(now).status()) {
            case REJECTED, EXPIRED -> new Verdict.Over(at(now).status());
            case APPROVED -> codeFits && agent != null ? new Verdict.Already(agent) : new Verdict.Over(Status.APPROVED);
            case PENDING -> codeFits ? new Verdict.Right() : wrong(by, maxWrongCodes, now);
        };
    }

    private Verdict wrong(Actor by, int maxWrongCodes, Instant now) {
        var counted = counting(proof.wronger());
        var left = maxWrongCodes - counted.proof.wrongCodes;
        return new Verdict.Wrong(left > 0 ? counted : counted.rejected(by, now), Math.max(left, 0));
    }

    /// The count is nobody's business, so it makes no new version.
    private PairingRequest counting(Proof counted) {
        return new PairingRequest(id, tenantId, applicant, decision, expiresAt, stamp, counted);
    }

    PairingRequest approved(UserId agent, Actor by, Instant now) {
        return next(Decision.approved(agent, by), now);
    }

    PairingRequest rejected(Actor by, Instant now) {
        return next(Decision.rejected(by), now);
    }

    PairingRequest expired(Instant now) {
        return next(Decision.EXPIRED, now);
    }

    Status status() {
        return decision.status;
    }

    /// Whether it is nobody's.
    @JsonIgnore
    boolean isUnbound() {
        return tenantId.equals(NO_TENANT);
    }

    /// As it is at that moment, whether or not the expiry has been written yet.
    PairingRequest at(Instant now) {
        return status() == Status.PENDING && !now.isBefore(expiresAt) ? expired(now) : this;
    }

    private PairingRequest next(Decision next, Instant now) {
        return new PairingRequest(id, tenantId, applicant, next, expiresAt, stamp.next(now), proof);
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    @Override
    public long version() {
        return stamp.version;
    }

    @Override
    public Audience audience() {
        return Audience.of(Permission.ADMIN_AUTOMATION);
    }
}
