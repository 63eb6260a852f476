package io.deskwire.auth.platform;

import io.deskwire.common.id.Uuid7;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A tenant as somebody outside names it: by its id or by its slug. What looks like an id is never taken for a slug, so
/// nobody gets hold of what is meant for another tenant by a slug that is that one's id.
///
/// @param id null where the name is a slug
/// @param slug null where the name is an id
public record TenantName(@Nullable UUID id, @Nullable String slug) {
    /// 1 to 63 of `a-z`, `0-9` and inner hyphens: a label of a host name.
    public static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    public static TenantName of(String idOrSlug) {
        return Uuid7.parse(idOrSlug)
                .map(id -> new TenantName(id, null))
                .orElseGet(() -> new TenantName(null, idOrSlug));
    }
}
