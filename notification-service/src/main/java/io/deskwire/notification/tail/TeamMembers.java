package io.deskwire.notification.tail;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/// Who is in a team; given from outside.
@FunctionalInterface
public interface TeamMembers {
    /// Who is in one of the teams at present, as far as events have told. Called from any thread, outside of
    /// transactions, and only where an audience names teams. Raises where it cannot be looked up now.
    Set<UUID> of(UUID tenant, Collection<UUID> teams);
}
