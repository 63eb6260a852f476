package io.deskwire.notification.recipient;

import java.util.List;
import java.util.UUID;

/// Somebody who is told.
///
/// @param needs what the person must have to go on reading it, as an audience needs it; sorted
public record Recipient(UUID user, List<String> needs) {
    public Recipient {
        needs = List.copyOf(needs);
    }
}
