package io.deskwire.auth.account;

import io.deskwire.auth.accountmail.MailLinks;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.mail.MailKind;
import io.deskwire.auth.onetime.OneTimeTokens;
import io.deskwire.auth.session.SessionEnds;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.identity.SessionId;
import io.deskwire.mail.MailQueue;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Gives somebody a new password: its other sessions end, and a mail says so. What was mailed before and a change of
/// address under way are void: somebody else may have asked for them. Needs the system door.
@Component
class PasswordChange {
    private final UserService users;
    private final SessionEnds sessions;
    private final OneTimeTokens tokens;
    private final MailQueue queue;
    private final MailLinks links;
    private final AuditLog audit;

    PasswordChange(
            UserService users,
            SessionEnds sessions,
            OneTimeTokens tokens,
            MailQueue queue,
            MailLinks links,
            AuditLog audit) {
        this.users = users;
        this.sessions = sessions;
        this.tokens = tokens;
        this.queue = queue;
        this.links = links;
        this.audit = audit;
    }

    /// @param before as [UserService#findForUpdate] gave it
    /// @param kept the session that goes on
    User apply(User before, String hash, SessionId kept) {
        var user = before.edit().passwordHash(hash).newEmail(null).done();
        users.save(user);
        tokens.discardAll(user.id());
        sessions.endOthers(user.id(), kept);
        if (user.email() != null && user.confirmed()) {
            queue.enqueue(
                    MailKind.PASSWORD_CHANGED.to(user.email(), Map.of("email", user.email(), "site", links.site())));
        }
        audit.record(null, "user_updated_password", user.id().value(), Map.of());
        return user;
    }
}
