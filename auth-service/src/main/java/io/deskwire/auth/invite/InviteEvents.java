package io.deskwire.auth.invite;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.mail.MailKind;
import io.deskwire.auth.mail.MailLimits;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.event.EventType;
import io.deskwire.mail.MailQueue;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Who hears of an invite's changes: the feed, the audit, and the invited by mail.
@Component
class InviteEvents {
    private final Outbox outbox;
    private final AuditLog audit;
    private final MailQueue mails;
    private final MailLimits limits;
    private final InviteProperties properties;

    InviteEvents(Outbox outbox, AuditLog audit, MailQueue mails, MailLimits limits, InviteProperties properties) {
        this.outbox = outbox;
        this.audit = audit;
        this.mails = mails;
        this.limits = limits;
        this.properties = properties;
    }

    /// @param token the secret of the mailed link
    void created(Invite invite, InviteToken token, String tenantName) {
        var offer = invite.offer();
        limits.takeInvite(invite.tenantId(), offer.email());
        mails.enqueue(MailKind.TENANT_INVITE.to(
                offer.email(),
                Map.of(
                        "link", properties.link(token),
                        "token", token.text(),
                        "tenant", tenantName,
                        "role", offer.role().wire())));
        outbox.created(EventType.INVITE_CREATED, invite);
        record(
                "invite.created",
                invite,
                Map.of("email", offer.email(), "role", offer.role().wire()));
    }

    void revoked(Invite before, Invite after) {
        outbox.changed(EventType.INVITE_REVOKED, before, after);
        record("invite.revoked", after, Map.of("email", after.offer().email()));
    }

    void accepted(Invite before, Invite after) {
        outbox.changed(EventType.INVITE_ACCEPTED, before, after);
        record("invite.accepted", after, Map.of("email", after.offer().email()));
    }

    private void record(String action, Invite invite, Map<String, ?> details) {
        audit.record(invite.tenantId(), action, invite.id().value(), details);
    }
}
