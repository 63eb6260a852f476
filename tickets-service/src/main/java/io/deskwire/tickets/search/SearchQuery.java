package io.deskwire.tickets.search;

import io.deskwire.common.digest.Sha256;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.problem.FieldCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/// What is searched for, and among what.
///
/// @param q as it was asked
/// @param terms null where nothing is asked for
/// @param types each once, in one order
record SearchQuery(String q, @Nullable SearchTerms terms, List<SearchHit.Type> types) {
    SearchQuery {
        types = List.copyOf(types);
    }

    /// The parameters as they come, parsed; every bad one is named. No type is as good as all.
    static SearchQuery parse(MultiValueMap<String, String> named) {
        var check = new FieldCheck();
        var q = check.optionalText("q", named.getFirst("q"), 200);
        var types = TicketQuery.constants(check, named, "types", SearchHit.Type.class).stream()
                .distinct()
                .sorted()
                .toList();
        check.done();
        var terms = SearchTerms.parse(q);
        return new SearchQuery(
                q == null ? "" : q,
                terms == null ? null : terms.withPrefixes(),
                types.isEmpty() ? List.of(SearchHit.Type.values()) : types);
    }

    /// Tells this search of this tenant from every other one.
    String fingerprint(TenantId tenant) {
        return Sha256.hex("%s %s %s".formatted(tenant, types, q));
    }
}
