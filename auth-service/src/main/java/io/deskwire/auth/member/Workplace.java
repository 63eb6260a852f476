package io.deskwire.auth.member;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.TenantRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tenant in which somebody may work, as far as signing in needs to know it.
public record Workplace(
        TenantId tenant,
        String slug,
        @Nullable String domain,
        TenantRole role,
        List<String> permissions,
        boolean suspended) {

    /// Which tenant a sign-in asks for. Only a wish, until membership shows.
    ///
    /// @param host the whole host name: a tenant may have a domain of its own
    /// @param slug the tenant chosen by name, or the host's first label
    public record Wish(@Nullable String host, @Nullable String slug) {
        public static final Wish NONE = new Wish(null, null);
    }
}
