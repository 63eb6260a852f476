package io.deskwire.contracts.access;

import java.util.Arrays;
import java.util.Optional;

/// The permission keys that tokens carry, policies test (`app.has_permission`) and event audiences name.
public enum Permission {
    TICKETS_READ("tickets.read"),
    TICKETS_READ_OWN("tickets.read_own"),
    TICKETS_WRITE("tickets.write"),
    TICKETS_DELETE("tickets.delete"),
    COMMENTS_INTERNAL("comments.internal"),
    VIEWS_MANAGE("views.manage"),
    TICKET_FIELDS_MANAGE("ticket_fields.manage"),
    JOBS_READ("jobs.read"),
    JOBS_WRITE("jobs.write"),
    JOBS_EXECUTE("jobs.execute"),
    ADMIN_AUTOMATION("admin.automation"),
    ORDER_TRACKING_READ("order_tracking.read"),
    WEBHOOKS_MANAGE("webhooks.manage"),
    TENANT_READ("tenant.read"),
    TENANT_MANAGE("tenant.manage"),
    MEMBERS_READ("members.read"),
    MEMBERS_MANAGE("members.manage"),
    SERVICE_USERS_MANAGE("service_users.manage"),
    API_KEYS_MANAGE("api_keys.manage"),
    AUDIT_READ("audit.read");

    private final String key;

    Permission(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }

    public static Optional<Permission> of(String key) {
        return Arrays.stream(values()).filter(p -> p.key.equals(key)).findFirst();
    }
}
