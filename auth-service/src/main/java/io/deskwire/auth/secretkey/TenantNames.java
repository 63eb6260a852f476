package io.deskwire.auth.secretkey;

import io.deskwire.common.identity.TenantId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Finds the tenant that a trusted server names, by its id or its slug. Needs the system door.
@Component
public class TenantNames {
    private final TenantNameRepository names;

    TenantNames(TenantNameRepository names) {
        this.names = names;
    }

    /// Empty for one that does not exist or is deleted; a suspended one is there.
    public Optional<TenantId> find(String idOrSlug) {
        return names.find(idOrSlug);
    }
}
