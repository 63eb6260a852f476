package io.deskwire.auth.serviceuser;

import java.time.Duration;
import java.time.Instant;

/// One kind of credential of a service user, as time passes over it: overlaps end, unused ones are found. Every node
/// may do so at any time; each row is told of once, by the node that marked it.
public interface AgingCredentials {
    /// What the system says it does, in events and in the audit.
    record Purposes(String overlaps, String unused) {}

    Purposes purposes();

    /// Ends what works beside its successor and should not any more. Needs the system door.
    void endOverlaps(Instant now);

    /// How long one may go unused; zero for ever.
    Duration unusedLimit();

    /// Acts on those that nobody used since then. Needs the system door.
    void unused(Instant since, Instant now);
}
