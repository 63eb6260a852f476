package io.deskwire.auth.admin;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// What every deed of an administrator goes by: the system door, the audit and the time.
@Component
record Records(SystemAccess system, AuditLog audit, Clock clock) {
    Instant now() {
        return clock.instant();
    }
}
