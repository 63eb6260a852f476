package io.deskwire.auth.verification;

import io.deskwire.auth.session.SessionView;
import java.util.UUID;

/// What came of a mailed secret. Refusals are values, because a wrong try must be remembered.
sealed interface Verified {
    /// @param type of the secret: GoTrue's `signup`, `magiclink` or `email_change`
    record SignedIn(SessionView session, String type) implements Verified {}

    /// The browser that began it redeems the code.
    record Coded(UUID authCode) implements Verified {}

    /// One of two addresses has confirmed the change.
    record HalfWay() implements Verified {
        static final String MESSAGE =
                "Confirmation link accepted. Please proceed to confirm link sent to the other email";
    }

    record Refused(int status, String code, String message) implements Verified {
        static final Refused DIGITS = new Refused(403, "otp_expired", "Token has expired or is invalid");
        static final Refused LINK = new Refused(403, "otp_expired", "Email link is invalid or has expired");
        static final Refused BANNED = new Refused(403, "user_banned", "User is banned");
        static final Refused FLOW =
                new Refused(400, "flow_state_not_found", "invalid flow state, no valid flow state found");
        static final Refused TAKEN =
                new Refused(422, "email_exists", "A user with this email address has already been registered");
    }
}
