package io.deskwire.auth.accountmail;

import io.deskwire.auth.flow.FlowState.Trip;
import io.deskwire.auth.flow.FlowStates;
import io.deskwire.auth.onetime.OneTimeTokens;
import io.deskwire.auth.onetime.OneTimeTokens.Issued;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserService;
import io.deskwire.mail.MailQueue;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Issues secrets and queues the mails that carry them. Needs the system door. Knows no limits: a caller that
/// lets anybody ask for a mail takes a turn at [io.deskwire.auth.mail.MailLimits] first.
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class AccountMails {
    private final OneTimeTokens tokens;
    private final FlowStates flows;
    private final MailQueue queue;
    private final UserService users;
    private final MailLinks links;
    private final AccountProperties properties;

    AccountMails(
            OneTimeTokens tokens,
            FlowStates flows,
            MailQueue queue,
            UserService users,
            MailLinks links,
            AccountProperties properties) {
        this.tokens = tokens;
        this.flows = flows;
        this.queue = queue;
        this.users = users;
        this.links = links;
        this.properties = properties;
    }

    /// A secret that somebody else will deliver (an administrator's own mail).
    ///
    /// @param actionLink GoTrue's `action_link`: following it signs in at once
    public record Generated(String digits, String hashedToken, URI actionLink) {}

    /// @param user as [UserService#findForUpdate] gave it
    /// @return the user with the time of sending
    public User send(User user, Purpose purpose, MailReturn back) {
        var address = Objects.requireNonNull(user.email());
        var issued = tokens.issue(user.id(), purpose.token(), address, flow(user, purpose, back));
        mail(user, purpose, address, issued, back);
        return sent(user, purpose);
    }

    /// To the new address; to the present one too where both have to confirm, see [#bothConfirm].
    ///
    /// @param user with its new address
    public User sendEmailChange(User user, MailReturn back) {
        var next = Objects.requireNonNull(user.newEmail());
        var flow = flow(user, Purpose.EMAIL_CHANGE_NEW, back);
        if (bothConfirm(user)) {
            var current = Objects.requireNonNull(user.email());
            var halves = tokens.issueEmailChange(user.id(), current, next, flow);
            mail(user, Purpose.EMAIL_CHANGE_CURRENT, current, halves.current(), back);
            mail(user, Purpose.EMAIL_CHANGE_NEW, next, halves.next(), back);
        } else {
            var issued = tokens.issue(user.id(), Purpose.EMAIL_CHANGE_NEW.token(), next, flow);
            mail(user, Purpose.EMAIL_CHANGE_NEW, next, issued, back);
        }
        return sent(user, Purpose.EMAIL_CHANGE_NEW);
    }

    /// Whether a new address is confirmed from the present one too, where there is one.
    public boolean bothConfirm() {
        return properties.doubleConfirm();
    }

    /// Whether this one's present address has to confirm a new one: it does if it is its own.
    public boolean bothConfirm(User user) {
        return bothConfirm() && user.email() != null && user.confirmed();
    }

    /// Half of an e-mail change waits for the other one, where there are two.
    ///
    /// @param address whose secret it is: the user's, or the new one of an e-mail change
    public Generated generate(User user, Purpose purpose, String address, String redirectTo) {
        var half = purpose.sent() == Milestone.EMAIL_CHANGE_SENT && bothConfirm();
        var issued = half
                ? tokens.issueHalf(user.id(), purpose.token(), address)
                : tokens.issue(user.id(), purpose.token(), address, null);
        return new Generated(issued.digits(), issued.link(), links.direct(purpose, issued.link(), redirectTo));
    }

    private User sent(User user, Purpose purpose) {
        return users.happened(user, purpose.sent());
    }

    private @Nullable UUID flow(User user, Purpose purpose, MailReturn back) {
        return back.challenge() == null
                ? null
                : flows.begin(back.challenge(), purpose.method(), user.id(), Trip.BY_MAIL)
                        .id();
    }

    private void mail(User user, Purpose purpose, String to, Issued issued, MailReturn back) {
        queue.enqueue(purpose.mail()
                .to(
                        to,
                        Map.of(
                                "site", links.site(),
                                "link",
                                        links.inMail(purpose, issued.link(), back.redirectTo())
                                                .toString(),
                                "token", issued.digits(),
                                "email", user.email() == null ? "" : user.email(),
                                "new_email", user.newEmail() == null ? "" : user.newEmail())));
    }
}
