package io.deskwire.auth.invite;

import io.deskwire.auth.role.DepartmentRoleId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.TenantRole;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An invitation into a tenant, without its token. As JSON this is its public image: in answers and in events.
///
/// @param email in lower case; only who owns it may accept
public record Invite(
        UUID id,
        TenantId tenantId,
        String email,
        TenantRole role,
        @Nullable DepartmentRoleId departmentRoleId,
        Status status,
        Instant expiresAt,
        @Nullable Instant acceptedAt,
        @Nullable UserId acceptedBy,
        @Nullable Instant revokedAt,
        long version,
        UserId createdBy,
        Instant createdAt) {

    public enum Status {
        OPEN,
        ACCEPTED,
        REVOKED,
        EXPIRED;

        static Status at(Instant now, Instant expiresAt, @Nullable Instant acceptedAt, @Nullable Instant revokedAt) {
            if (acceptedAt != null) {
                return ACCEPTED;
            }
            if (revokedAt != null) {
                return REVOKED;
            }
            return expiresAt.isAfter(now) ? OPEN : EXPIRED;
        }
    }

    Invite accepted(UserId by, Instant now) {
        return ended(Status.ACCEPTED, now, by, null);
    }

    Invite revoked(Instant now) {
        return ended(Status.REVOKED, null, null, now);
    }

    private Invite ended(Status ended, @Nullable Instant accepted, @Nullable UserId by, @Nullable Instant revoked) {
        return new Invite(
                id,
                tenantId,
                email,
                role,
                departmentRoleId,
                ended,
                expiresAt,
                accepted,
                by,
                revoked,
                version + 1,
                createdBy,
                createdAt);
    }
}
