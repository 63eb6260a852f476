package io.deskwire.auth.audit;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.platform.TenantName;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Computes the chains of all tenants and of the platform anew, for the operator of the installation.
///
/// An answer covers so many entries, of one chain or of hundreds, and says where the next one goes on: no statement
/// runs long, however large the log is. Each part is compared with the entry before it, so parts prove as much as the
/// whole.
@Service
class AuditChains {
    private static final String PURPOSE = "audit-verify";
    private static final String PLATFORM = "platform";
    private static final Pattern POSITION = Pattern.compile("([0-9a-f-]{36}):([1-9][0-9]{0,17})");
    private static final int ENTRIES = 20_000;
    private static final int CHAINS = 200;

    private final AuditRepository entries;
    private final SystemAccess system;

    AuditChains(AuditRepository entries, SystemAccess system) {
        this.entries = entries;
        this.system = system;
    }

    /// Where an answer goes on.
    private record Position(UUID chain, long seq) {
        static Position beginning(UUID chain) {
            return new Position(chain, 1);
        }

        static Position parse(String text) {
            var parts = POSITION.matcher(text);
            if (!parts.matches()) {
                throw GoTrueException.invalid(
                        "cursor: not one that this list returned; send the last one unchanged, or none to begin anew");
            }
            return new Position(UUID.fromString(parts.group(1)), Long.parseLong(parts.group(2)));
        }

        @Override
        public String toString() {
            return chain + ":" + seq;
        }
    }

    /// A chain, or what this answer saw of it.
    ///
    /// @param name the tenant's slug, or `platform`; the id where the tenant is gone and its log is not
    /// @param brokenAt the first entry that is missing, foreign or changed; null where what was seen holds
    /// @param complete whether the next answer has nothing more of it
    record Chain(
            UUID tenantId,
            String name,
            long entries,
            @Nullable Long brokenAt,
            boolean complete) {}

    record Findings(List<Chain> chains, @Nullable String nextCursor) {}

    /// @param only a tenant's id or slug, or `platform`; null for all
    /// @param cursor of the answer before; null for the first
    Findings verify(@Nullable String only, @Nullable String cursor) {
        return system.call(PURPOSE, () -> {
            var chosen = only == null ? null : chosen(only);
            var from =
                    cursor != null ? Position.parse(cursor) : Position.beginning(chosen == null ? Uuid7.NIL : chosen);
            return verify(from, chosen == null);
        });
    }

    private Findings verify(Position from, boolean all) {
        var found = new ArrayList<Chain>();
        var at = Optional.of(from);
        long left = ENTRIES;
        while (at.isPresent() && left > 0 && found.size() < CHAINS) {
            var here = at.get();
            var part = entries.verify(here.chain(), here.seq(), here.seq() + left - 1);
            var chain = chain(here, part, part.brokenAt() != null || part.entries() < left);
            found.add(chain);
            left -= part.entries();
            if (!chain.complete()) {
                at = Optional.of(new Position(here.chain(), here.seq() + part.entries()));
            } else {
                at = all ? entries.chainAfter(here.chain()).map(Position::beginning) : Optional.empty();
            }
        }
        return new Findings(found, at.map(Position::toString).orElse(null));
    }

    /// A tenant's chain begins with its founding: one without any entry was cut off.
    private Chain chain(Position at, AuditRepository.Part part, boolean complete) {
        var slug = at.chain().equals(Uuid7.NIL) ? Optional.of(PLATFORM) : entries.slug(at.chain());
        var gone = at.seq() == 1
                && part.entries() == 0
                && slug.isPresent()
                && !at.chain().equals(Uuid7.NIL);
        return new Chain(
                at.chain(),
                slug.orElse(at.chain().toString()),
                part.entries(),
                part.brokenAt() == null && gone ? Long.valueOf(1) : part.brokenAt(),
                complete);
    }

    private UUID chosen(String name) {
        if (name.equals(PLATFORM)) {
            return Uuid7.NIL;
        }
        return entries.chainOf(TenantName.of(name))
                .orElseThrow(() -> new GoTrueException(404, "tenant_not_found", "There is no such tenant"));
    }
}
