package io.deskwire.tickets.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.identity.TenantId;
import io.deskwire.tickets.view.View.Details;
import org.jspecify.annotations.Nullable;

/// A view in a list, with how many tickets it shows to the caller.
///
/// @param count null where nobody asked, or where the conditions do not fit the tenant's fields any more
record CountedView(
        ViewId id,
        TenantId tenantId,
        @JsonUnwrapped Details details,
        @JsonUnwrapped Stamp stamp,
        @Nullable Count count) {

    static CountedView of(View view, @Nullable Count count) {
        return new CountedView(view.id(), view.tenantId(), view.details(), view.stamp(), count);
    }

    /// @param tickets at most [#MOST]
    /// @param more whether there are more than that; nobody counts them
    record Count(int tickets, boolean more) {
        static final int MOST = 1_000;

        /// @param found of which one more than [#MOST] is enough
        static Count of(long found) {
            return new Count((int) Math.min(found, MOST), found > MOST);
        }
    }
}
