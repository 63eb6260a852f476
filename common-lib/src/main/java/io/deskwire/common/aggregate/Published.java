package io.deskwire.common.aggregate;

import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.TenantId;
import java.util.UUID;

/// A row that events show. As JSON it is its public image; the rest is what an event says besides.
public interface Published {
    TenantId tenantId();

    /// The event's subject.
    UUID publishedId();

    long version();

    /// Who may see it: the same rule as the row's policy.
    Audience audience();
}
