package io.deskwire.auth.invite;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.auth.role.DepartmentRoleId;
import io.deskwire.common.aggregate.Made;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.access.TenantRole;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An invitation into a tenant, without its token. As JSON this is its public image: in answers and in events.
record Invite(
        InviteId id,
        TenantId tenantId,
        @JsonUnwrapped Offer offer,
        Status status,
        @JsonUnwrapped Course course,
        @JsonUnwrapped Made made)
        implements Published {

    /// Who may join, and as what.
    ///
    /// @param email in lower case; only its owner may accept
    record Offer(String email, TenantRole role, @Nullable DepartmentRoleId departmentRoleId) {}

    /// Until when it is open, and how it ended before.
    record Course(
            Instant expiresAt,
            @Nullable Instant acceptedAt,
            @Nullable UserId acceptedBy,
            @Nullable Instant revokedAt) {
        static Course open(Instant expiresAt) {
            return new Course(expiresAt, null, null, null);
        }

        Status status(Instant now) {
            if (acceptedAt != null) {
                return Status.ACCEPTED;
            }
            if (revokedAt != null) {
                return Status.REVOKED;
            }
            return expiresAt.isAfter(now) ? Status.OPEN : Status.EXPIRED;
        }
    }

    enum Status {
        OPEN,
        ACCEPTED,
        REVOKED,
        EXPIRED
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    @Override
    public long version() {
        return made.version();
    }

    @Override
    public Audience audience() {
        return Audience.of(Permission.MEMBERS_MANAGE);
    }

    Invite accepted(UserId by, Instant now) {
        return ended(Status.ACCEPTED, new Course(course.expiresAt(), now, by, null));
    }

    Invite revoked(Instant now) {
        return ended(Status.REVOKED, new Course(course.expiresAt(), null, null, now));
    }

    private Invite ended(Status ended, Course end) {
        return new Invite(id, tenantId, offer, ended, end, made.next());
    }
}
