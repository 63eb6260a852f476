package io.deskwire.auth.secretkey;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.audit.Origin;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.systemkey.SystemUse;
import io.deskwire.common.identity.systemkey.SystemUses;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Writes uses of the secret key to the audit: of the tenant they concern, else of the platform.
@Component
class SystemUseAudit implements SystemUses {
    private final AuditLog audit;
    private final SystemAccess system;

    SystemUseAudit(AuditLog audit, SystemAccess system) {
        this.audit = audit;
        this.system = system;
    }

    @Override
    public void record(SystemUse use) {
        system.run("secret-key", () -> write(use));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void write(SystemUse use) {
        audit.recordFrom(
                new Origin(use.address(), use.userAgent(), use.requestId()),
                SecretKeyExchange.actor(use.key(), use.purpose()),
                use.tenant() == null ? null : new TenantId(use.tenant()),
                "system_access.used",
                Map.of("service", use.service(), "method", use.method(), "path", use.path()));
    }
}
