package io.deskwire.notification.feed;

import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.revocation.Revocations;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Watches long readers: whether each may go on, and is still there.
@Component
class ReaderGuard {
    private final Revocations revocations;
    private final FeedProperties properties;
    private final Clock clock;

    ReaderGuard(Revocations revocations, FeedProperties properties, Clock clock) {
        this.revocations = revocations;
        this.properties = properties;
        this.clock = clock;
    }

    Watch watch(Caller caller, ClientConnection client) {
        return new Watch(caller, client, clock.instant());
    }

    /// Of one reader, and of the thread that writes to it.
    final class Watch {
        private final Caller caller;
        private final ClientConnection client;
        private Instant guardAt;
        private Instant beatAt;

        private Watch(Caller caller, ClientConnection client, Instant now) {
            this.caller = caller;
            this.client = client;
            this.guardAt = now.plus(properties.guardEvery());
            this.beatAt = now.plus(properties.heartbeat());
        }

        /// False from the end of the token on; a revocation, and that the reader has left, are noticed now and
        /// then.
        boolean mayGoOn() {
            var now = clock.instant();
            if (!now.isBefore(caller.expiresAt())) {
                return false;
            }
            if (now.isBefore(guardAt)) {
                return true;
            }
            guardAt = now.plus(properties.guardEvery());
            return !revocations.cover(caller) && client.isOpen();
        }

        /// Whether the line has to be kept open by a sign of life now.
        boolean beatIsDue() {
            var now = clock.instant();
            if (now.isBefore(beatAt)) {
                return false;
            }
            beatAt = now.plus(properties.heartbeat());
            return true;
        }
    }
}
