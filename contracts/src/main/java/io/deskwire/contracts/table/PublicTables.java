package io.deskwire.contracts.table;

import static io.deskwire.contracts.table.ColumnType.BOOL;
import static io.deskwire.contracts.table.ColumnType.INT8;
import static io.deskwire.contracts.table.ColumnType.JSONB;
import static io.deskwire.contracts.table.ColumnType.TEXT;
import static io.deskwire.contracts.table.ColumnType.TEXTS;
import static io.deskwire.contracts.table.ColumnType.TIMESTAMPTZ;
import static io.deskwire.contracts.table.ColumnType.UUID;

import io.deskwire.contracts.table.PublicTable.Builder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Every table of a public event type and the columns its samples in `contracts/events` show. `PublicTablesTests` in
/// notification-service compares the two.
public final class PublicTables {
    private static final Map<String, PublicTable> TABLES = new TreeMap<>();

    static {
        // auth-service
        add(table("tenants")
                .with(UUID, "id", "owner_id")
                .with(TEXT, "name", "slug", "domain", "status")
                .with(JSONB, "metadata")
                .with(BOOL, "held_by_operator")
                .with(INT8, "version")
                .with(TIMESTAMPTZ, "deleted_at", "created_at", "updated_at"));
        add(table("tenant_services")
                .with(UUID, "id", "tenant_id")
                .with(TEXT, "service_name", "service_id", "status", "last_error")
                .with(BOOL, "enabled")
                .with(INT8, "attempts", "version")
                .with(TIMESTAMPTZ, "next_attempt_at", "created_at", "updated_at"));
        add(table("memberships")
                .with(UUID, "tenant_id", "user_id", "department_role_id")
                .with(TEXT, "role")
                .with(INT8, "version")
                .with(TIMESTAMPTZ, "created_at", "updated_at"));
        add(table("invites")
                .with(UUID, "id", "tenant_id", "department_role_id", "accepted_by", "created_by")
                .with(TEXT, "email", "role", "status")
                .with(INT8, "version")
                .with(TIMESTAMPTZ, "expires_at", "accepted_at", "revoked_at", "created_at"));
        add(table("role_permissions")
                .with(UUID, "id", "tenant_id")
                .with(TEXT, "role")
                .with(TEXTS, "permissions")
                .with(INT8, "version")
                .with(TIMESTAMPTZ, "updated_at"));
        add(table("department_roles")
                .with(UUID, "id", "tenant_id")
                .with(TEXT, "name")
                .with(TEXTS, "permissions")
                .with(INT8, "version")
                .with(TIMESTAMPTZ, "created_at", "updated_at"));
        add(table("service_users")
                .with(UUID, "id", "tenant_id", "created_by")
                .with(TEXT, "name", "description", "application_id", "application_name", "status")
                .with(TEXTS, "permissions")
                .with(INT8, "rate_limit", "version")
                .with(TIMESTAMPTZ, "last_used_at", "rotated_at", "overlap_ends_at", "created_at", "updated_at"));
        add(table("api_keys")
                .with(UUID, "id", "tenant_id", "service_user_id", "created_by")
                .with(TEXT, "name", "prefix", "last_used_ip", "status")
                .with(TEXTS, "scopes", "allowed_cidrs")
                .with(INT8, "version")
                .with(TIMESTAMPTZ, "expires_at", "revoked_at", "last_used_at", "rotated_at", "overlap_ends_at")
                .with(TIMESTAMPTZ, "created_at"));
        // tickets-service
        add(table("tickets")
                .with(UUID, "id", "tenant_id", "requester_id", "assignee_id", "team_id", "created_by", "updated_by")
                .with(TEXT, "subject", "description", "status", "priority", "type", "channel", "source", "external_id")
                .with(TEXTS, "tags")
                .with(JSONB, "custom_fields")
                .with(BOOL, "sla_breached")
                .with(INT8, "number", "version")
                .with(TIMESTAMPTZ, "first_response_due_at", "resolution_due_at", "created_at", "updated_at")
                .with(TIMESTAMPTZ, "solved_at", "closed_at"));
        add(table("ticket_comments")
                .with(UUID, "id", "tenant_id", "ticket_id", "author_id")
                .with(TEXT, "visibility", "body")
                .with(INT8, "version")
                .with(TIMESTAMPTZ, "created_at"));
        add(table("organizations")
                .with(UUID, "id", "tenant_id", "created_by", "updated_by")
                .with(TEXT, "name", "external_id")
                .with(TEXTS, "domains")
                .with(JSONB, "custom_fields")
                .with(BOOL, "shared_tickets")
                .with(INT8, "version")
                .with(TIMESTAMPTZ, "created_at", "updated_at"));
        // automation-service
        add(table("automation_pairing_requests")
                .with(UUID, "id", "tenant_id", "agent_id", "decided_by")
                .with(TEXT, "agent_type", "device_id", "device_name", "requested_from", "status")
                .with(INT8, "version")
                .with(TIMESTAMPTZ, "expires_at", "created_at", "updated_at"));
        add(table("automation_agents")
                .with(UUID, "id", "tenant_id", "paired_by")
                .with(TEXT, "agent_type", "device_id", "name", "status")
                .with(INT8, "version")
                .with(TIMESTAMPTZ, "status_at", "created_at", "updated_at"));
        add(table("automation_jobs")
                .with(UUID, "id", "tenant_id", "account_id", "created_by", "claimed_by")
                .with(TEXT, "type", "status", "error", "unique_key")
                .with(JSONB, "payload", "result")
                .with(INT8, "progress", "attempt", "max_attempts", "priority", "lease_seq", "version")
                .with(TIMESTAMPTZ, "run_at", "created_at", "updated_at", "finished_at"));
        // notification-service
        add(table("notifications")
                .with(UUID, "id", "tenant_id", "user_id", "event_id")
                .with(TEXT, "kind", "title", "table", "subject", "actor")
                .with(INT8, "version")
                .with(TIMESTAMPTZ, "read_at", "archived_at", "created_at", "updated_at"));
    }

    private PublicTables() {}

    /// Null where no public event changes such a table.
    public static @Nullable PublicTable named(String name) {
        return TABLES.get(name);
    }

    /// By name.
    public static List<PublicTable> all() {
        return List.copyOf(TABLES.values());
    }

    private static Builder table(String name) {
        return new Builder(name);
    }

    private static void add(Builder table) {
        var built = table.build();
        TABLES.put(built.name(), built);
    }
}
