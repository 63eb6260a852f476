package io.deskwire.auth.member;

import io.deskwire.common.identity.TenantId;
import io.deskwire.contracts.access.TenantRole;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A tenant in which somebody may work, as far as signing in needs to know it.
public record Workplace(
        TenantId tenant,
        String slug,
        @Nullable String domain,
        TenantRole role,
        List<String> permissions,
        boolean suspended) {

    /// Where a session works: the tenant whose own domain or whose name was asked for, where its person is a member;
    /// else the one it was in; else the last used; else the only one.
    ///
    /// @param all the person's, the last used first
    public static Optional<Workplace> choose(List<Workplace> all, @Nullable TenantId current, ClientInfo client) {
        return matching(all, place -> place.domain() != null && place.domain().equals(client.tenantHost()))
                .or(() -> matching(all, place -> place.slug().equals(client.tenantSlug())))
                .or(() -> matching(all, place -> place.tenant().equals(current)))
                .or(() -> all.stream().findFirst());
    }

    private static Optional<Workplace> matching(List<Workplace> all, Predicate<Workplace> wanted) {
        return all.stream().filter(wanted).findFirst();
    }
}
