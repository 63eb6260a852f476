package io.deskwire.notification.recipient;

import java.util.List;
import java.util.UUID;

/// Somebody who is told.
///
/// @param needs permissions without which the person may not read it any more; sorted
public record Recipient(UUID user, List<String> needs) {
    public Recipient {
        needs = List.copyOf(needs);
    }
}
