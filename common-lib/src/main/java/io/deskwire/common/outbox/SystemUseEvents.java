package io.deskwire.common.outbox;

import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.systemkey.SystemUse;
import io.deskwire.common.identity.systemkey.SystemUses;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.EventType;

/// Sends uses of the secret key to the audit: as durable as every other event, and committed before the request goes
/// on.
final class SystemUseEvents implements SystemUses {
    private final Outbox outbox;
    private final SystemAccess system;

    SystemUseEvents(Outbox outbox, SystemAccess system) {
        this.outbox = outbox;
        this.system = system;
    }

    @Override
    public void record(SystemUse use) {
        system.run("secret-key", () -> append(use));
    }

    private void append(SystemUse use) {
        if (use.tenant() == null) {
            outbox.appendPlatform(EventType.SYSTEM_ACCESS_USED, Uuid7.next(), use);
        } else {
            outbox.append(
                    new TenantId(use.tenant()),
                    DomainEvent.of(EventType.SYSTEM_ACCESS_USED, Uuid7.next(), 1, Audience.NOBODY, use));
        }
    }
}
