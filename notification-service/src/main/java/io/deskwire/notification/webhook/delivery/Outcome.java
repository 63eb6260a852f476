package io.deskwire.notification.webhook.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How one call to an endpoint ended.
sealed interface Outcome {
    Duration took();

    /// @param retryAfter what the receiver asks for, where it does
    /// @param body its first bytes as text
    record Answered(int status, @Nullable Duration retryAfter, String body, Duration took) implements Outcome {}

    record Unanswered(String reason, Duration took) implements Outcome {}

    /// There was no call: the endpoint may not see it. Says nothing about the endpoint.
    record Withheld(String reason) implements Outcome {
        @Override
        public Duration took() {
            return Duration.ZERO;
        }
    }
}
