package io.deskwire.contracts.event;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The catalogue of public events: type, the table a frontend subscribes to, and what it means to that table's rows.
///
/// Additive only: a type is never renamed, a consumer ignores types it does not know. `contracts/events/` holds a
/// golden sample of each.
public enum EventType {
    TENANT_CREATED("tenant.created", "tenants", Change.INSERT),
    TENANT_UPDATED("tenant.updated", "tenants", Change.UPDATE),
    TENANT_DELETED("tenant.deleted", "tenants", Change.DELETE),
    /// Internal, audience nobody: the grace is over, every service deletes the tenant's rows.
    TENANT_ERASED("tenant.erased", "tenants", Change.DELETE),
    TENANT_SERVICE_CREATED("tenant_service.created", "tenant_services", Change.INSERT),
    TENANT_SERVICE_UPDATED("tenant_service.updated", "tenant_services", Change.UPDATE),
    MEMBER_CREATED("member.created", "memberships", Change.INSERT),
    MEMBER_UPDATED("member.updated", "memberships", Change.UPDATE),
    MEMBER_DELETED("member.deleted", "memberships", Change.DELETE),
    INVITE_CREATED("invite.created", "invites", Change.INSERT),
    INVITE_ACCEPTED("invite.accepted", "invites", Change.UPDATE),
    INVITE_REVOKED("invite.revoked", "invites", Change.UPDATE),
    ROLE_UPDATED("role.updated", "role_permissions", Change.UPDATE),
    DEPARTMENT_ROLE_CREATED("department_role.created", "department_roles", Change.INSERT),
    DEPARTMENT_ROLE_UPDATED("department_role.updated", "department_roles", Change.UPDATE),
    DEPARTMENT_ROLE_DELETED("department_role.deleted", "department_roles", Change.DELETE),
    SERVICE_USER_CREATED("service_user.created", "service_users", Change.INSERT),
    SERVICE_USER_UPDATED("service_user.updated", "service_users", Change.UPDATE),
    SERVICE_USER_DELETED("service_user.deleted", "service_users", Change.DELETE),
    SERVICE_USER_ROTATED("service_user.rotated", "service_users", Change.UPDATE),
    /// A report: nobody used it for a configured time. The row is as it was.
    SERVICE_USER_UNUSED("service_user.unused", "service_users", Change.UPDATE),
    API_KEY_CREATED("api_key.created", "api_keys", Change.INSERT),
    API_KEY_ROTATED("api_key.rotated", "api_keys", Change.UPDATE),
    API_KEY_REVOKED("api_key.revoked", "api_keys", Change.UPDATE),
    /// A warning 30, 7 and 1 days before its end. The row is as it was.
    API_KEY_EXPIRING("api_key.expiring", "api_keys", Change.UPDATE),
    /// Internal, audience nobody: every service then refuses what was issued before.
    ACCESS_REVOKED("access.revoked", "revocations", Change.INSERT),
    /// Internal, audience nobody: a use of the secret key, on its way to the audit.
    SYSTEM_ACCESS_USED("system_access.used", "system_access", Change.INSERT),

    TICKET_CREATED("ticket.created", "tickets", Change.INSERT),
    TICKET_UPDATED("ticket.updated", "tickets", Change.UPDATE),
    TICKET_MERGED("ticket.merged", "tickets", Change.UPDATE),
    TICKET_UNMERGED("ticket.unmerged", "tickets", Change.UPDATE),
    /// It is in the trash.
    TICKET_DELETED("ticket.deleted", "tickets", Change.DELETE),
    TICKET_RESTORED("ticket.restored", "tickets", Change.INSERT),
    /// Told to those who see the trash, where it was since `ticket.deleted`.
    TICKET_PURGED("ticket.purged", "tickets", Change.DELETE),
    /// A warning for the team: what is due next (`next_due_at`) is due soon. The row is as it was.
    TICKET_SLA_WARNING("ticket.sla_warning", "tickets", Change.UPDATE),
    /// Told to the team beside the `ticket.updated` of the same version, in which a clock was breached.
    TICKET_SLA_BREACHED("ticket.sla_breached", "tickets", Change.UPDATE),
    COMMENT_CREATED("comment.created", "ticket_comments", Change.INSERT),
    COMMENT_UPDATED("comment.updated", "ticket_comments", Change.UPDATE),
    COMMENT_DELETED("comment.deleted", "ticket_comments", Change.DELETE),
    /// With its ticket.
    COMMENT_RESTORED("comment.restored", "ticket_comments", Change.INSERT),
    /// A link is two rows, one for each of its tickets.
    LINK_CREATED("link.created", "ticket_links", Change.INSERT),
    LINK_DELETED("link.deleted", "ticket_links", Change.DELETE),
    /// Drafts are told to those who write them alone.
    DRAFT_CREATED("draft.created", "ticket_drafts", Change.INSERT),
    DRAFT_UPDATED("draft.updated", "ticket_drafts", Change.UPDATE),
    DRAFT_DELETED("draft.deleted", "ticket_drafts", Change.DELETE),
    ORGANIZATION_CREATED("organization.created", "organizations", Change.INSERT),
    ORGANIZATION_UPDATED("organization.updated", "organizations", Change.UPDATE),
    ORGANIZATION_DELETED("organization.deleted", "organizations", Change.DELETE),
    /// Carries all members, from which directories learn who is in it.
    TEAM_CREATED("team.created", "teams", Change.INSERT),
    TEAM_UPDATED("team.updated", "teams", Change.UPDATE),
    TEAM_DELETED("team.deleted", "teams", Change.DELETE),
    /// Also for those who come to see a view because it is shared with them.
    VIEW_CREATED("view.created", "views", Change.INSERT),
    VIEW_UPDATED("view.updated", "views", Change.UPDATE),
    /// Also for those who saw a view and see it no longer because it is shared otherwise.
    VIEW_DELETED("view.deleted", "views", Change.DELETE),
    SLA_POLICY_CREATED("sla_policy.created", "sla_policies", Change.INSERT),
    SLA_POLICY_UPDATED("sla_policy.updated", "sla_policies", Change.UPDATE),
    SLA_POLICY_DELETED("sla_policy.deleted", "sla_policies", Change.DELETE),
    BUSINESS_HOURS_CREATED("business_hours.created", "business_hours", Change.INSERT),
    BUSINESS_HOURS_UPDATED("business_hours.updated", "business_hours", Change.UPDATE),
    BUSINESS_HOURS_DELETED("business_hours.deleted", "business_hours", Change.DELETE),

    PAIRING_REQUESTED("pairing.requested", "automation_pairing_requests", Change.INSERT),
    PAIRING_APPROVED("pairing.approved", "automation_pairing_requests", Change.UPDATE),
    PAIRING_REJECTED("pairing.rejected", "automation_pairing_requests", Change.UPDATE),
    PAIRING_EXPIRED("pairing.expired", "automation_pairing_requests", Change.UPDATE),
    AGENT_PAIRED("agent.paired", "automation_agents", Change.INSERT),
    AGENT_UPDATED("agent.updated", "automation_agents", Change.UPDATE),
    AGENT_REVOKED("agent.revoked", "automation_agents", Change.UPDATE),
    AGENT_REMOVED("agent.removed", "automation_agents", Change.DELETE),
    JOB_CREATED("job.created", "automation_jobs", Change.INSERT),
    JOB_CLAIMED("job.claimed", "automation_jobs", Change.UPDATE),
    JOB_STARTED("job.started", "automation_jobs", Change.UPDATE),
    JOB_PROGRESSED("job.progressed", "automation_jobs", Change.UPDATE),
    JOB_COMPLETED("job.completed", "automation_jobs", Change.UPDATE),
    JOB_RETRIED("job.retried", "automation_jobs", Change.UPDATE),
    JOB_FAILED("job.failed", "automation_jobs", Change.UPDATE),
    JOB_CANCELLED("job.cancelled", "automation_jobs", Change.UPDATE),

    NOTIFICATION_CREATED("notification.created", "notifications", Change.INSERT),
    NOTIFICATION_UPDATED("notification.updated", "notifications", Change.UPDATE);

    private static final Set<EventType> INTERNAL = EnumSet.of(TENANT_ERASED, ACCESS_REVOKED, SYSTEM_ACCESS_USED);

    /// What an event does to the rows of its table; the names are those of Supabase's `postgres_changes`.
    public enum Change {
        INSERT,
        UPDATE,
        DELETE
    }

    private final String wire;
    private final String table;
    private final Change change;

    EventType(String wire, String table, Change change) {
        this.wire = wire;
        this.table = table;
        this.change = change;
    }

    public String wire() {
        return wire;
    }

    public String table() {
        return table;
    }

    public Change change() {
        return change;
    }

    /// Whether only Deskwire's own services hear of it: its audience is nobody.
    public boolean internal() {
        return INTERNAL.contains(this);
    }

    public static Optional<EventType> of(String wire) {
        return Arrays.stream(values()).filter(type -> type.wire.equals(wire)).findFirst();
    }
}
