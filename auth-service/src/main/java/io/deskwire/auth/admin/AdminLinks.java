package io.deskwire.auth.admin;

import io.deskwire.auth.accountmail.AccountMails;
import io.deskwire.auth.accountmail.MailReturn;
import io.deskwire.auth.accountmail.Purpose;
import io.deskwire.auth.admin.AdminLinksController.GeneratedLink;
import io.deskwire.auth.admin.AdminLinksController.LinkParams;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.user.EmailAddress;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserService;
import io.deskwire.auth.user.UserView;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.util.StringUtils;

/// Invites by mail, and links that an administrator delivers itself.
@Service
class AdminLinks {
    private final UserService users;
    private final AccountMails mails;
    private final PasswordHashes hashes;
    private final SystemAccess system;
    private final AuditLog audit;
    private final Clock clock;

    AdminLinks(
            UserService users,
            AccountMails mails,
            PasswordHashes hashes,
            SystemAccess system,
            AuditLog audit,
            Clock clock) {
        this.users = users;
        this.mails = mails;
        this.hashes = hashes;
        this.system = system;
        this.audit = audit;
        this.clock = clock;
    }

    /// What a link is for, as GoTrue names it.
    private enum Type {
        SIGNUP(Purpose.SIGN_UP, Milestone.CONFIRMATION_SENT, "user_confirmation_requested"),
        INVITE(Purpose.INVITE, Milestone.CONFIRMATION_SENT, "user_invited"),
        MAGICLINK(Purpose.MAGIC_LINK, Milestone.RECOVERY_SENT, "user_recovery_requested"),
        RECOVERY(Purpose.RECOVERY, Milestone.RECOVERY_SENT, "user_recovery_requested"),
        EMAIL_CHANGE_CURRENT(Purpose.EMAIL_CHANGE_CURRENT, Milestone.EMAIL_CHANGE_SENT, "user_confirmation_requested"),
        EMAIL_CHANGE_NEW(Purpose.EMAIL_CHANGE_NEW, Milestone.EMAIL_CHANGE_SENT, "user_confirmation_requested");

        private final Purpose purpose;
        private final Milestone sent;
        private final String action;

        Type(Purpose purpose, Milestone sent, String action) {
            this.purpose = purpose;
            this.sent = sent;
            this.action = action;
        }

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Type of(@Nullable String text) {
            for (var type : values()) {
                if (type.wire().equals(text)) {
                    return type;
                }
            }
            throw GoTrueException.invalid("Invalid email action link type requested: "
                    + (text == null ? "" : text.replaceAll("[^a-z_]", "?")));
        }
    }

    UserView invite(String email, @Nullable Map<String, @Nullable Object> data, String redirectTo) {
        try {
            return system.call(AdminUsers.PURPOSE, () -> {
                var user = invited(email, data);
                mails.send(user, Purpose.INVITE, new MailReturn(null, redirectTo));
                audit.record(null, "user_invited", user.id().value(), Map.of());
                return UserView.of(users.find(user.id()).orElseThrow());
            });
        } catch (DuplicateKeyException taken) {
            throw GoTrueException.emailExists(422);
        }
    }

    private User invited(String email, @Nullable Map<String, @Nullable Object> data) {
        var known = known(email);
        if (known != null && known.confirmed()) {
            throw GoTrueException.emailExists(422);
        }
        var user = known == null ? added(email, null, data) : known.withoutForeignPassword();
        return user.edit().at(Milestone.INVITED, clock.instant()).done();
    }

    GeneratedLink generate(LinkParams params, String email, String redirectTo) {
        var asked = Type.of(params.type());
        var newEmail = asked.purpose == Purpose.EMAIL_CHANGE_CURRENT || asked.purpose == Purpose.EMAIL_CHANGE_NEW
                ? EmailAddress.checked(params.newEmail())
                : null;
        // Hashed outside the transaction, even where it turns out not to be needed.
        var hash = asked == Type.SIGNUP && StringUtils.hasLength(params.password())
                ? hashes.checkedHash(Objects.requireNonNull(params.password()))
                : null;
        try {
            return system.call(
                    AdminUsers.PURPOSE, () -> generate(params, new Request(asked, email, newEmail, hash), redirectTo));
        } catch (DuplicateKeyException taken) {
            throw GoTrueException.emailExists(422);
        }
    }

    /// What was asked for, checked.
    private record Request(
            Type asked,
            String email,
            @Nullable String newEmail,
            @Nullable String hash) {
        @Override
        public String toString() {
            return "Request[" + email + "]";
        }
    }

    private GeneratedLink generate(LinkParams params, Request request, String redirectTo) {
        var asked = request.asked();
        var known = known(request.email());
        // Nobody is signed in by a link who does not exist: the link makes the account.
        var type = asked == Type.MAGICLINK && known == null ? Type.SIGNUP : asked;
        var user = switch (type) {
            case SIGNUP -> signingUp(known, params, request);
            case INVITE -> invited(request.email(), params.data());
            case MAGICLINK, RECOVERY -> present(known).withoutForeignPassword();
            case EMAIL_CHANGE_CURRENT, EMAIL_CHANGE_NEW -> changing(present(known), request);
        };
        var told = users.happened(user, type.sent);
        var address = type == Type.EMAIL_CHANGE_NEW ? told.newEmail() : told.email();
        var link = mails.generate(told, type.purpose, Objects.requireNonNull(address), redirectTo);
        audit.record(null, type.action, told.id().value(), Map.of("link", type.wire()));
        return new GeneratedLink(
                UserView.of(users.find(told.id()).orElseThrow()),
                link.actionLink().toString(),
                link.digits(),
                link.hashedToken(),
                type.wire(),
                redirectTo);
    }

    private User signingUp(@Nullable User known, LinkParams params, Request request) {
        if (known != null) {
            if (known.confirmed()) {
                throw GoTrueException.emailExists(422);
            }
            var edit = known.withoutForeignPassword().edit();
            if (params.data() != null) {
                edit.userMetadata(params.data());
            }
            return request.hash() == null
                    ? edit.done()
                    : edit.passwordHash(request.hash())
                            .at(Milestone.PASSWORD_GIVEN, clock.instant())
                            .done();
        }
        if (request.asked() == Type.SIGNUP && request.hash() == null) {
            throw GoTrueException.invalid("Signup requires a valid password");
        }
        return added(request.email(), request.hash(), params.data());
    }

    private User changing(User user, Request request) {
        requireHalves(request);
        var next = Objects.requireNonNull(request.newEmail());
        if (users.findByEmail(next).isPresent()) {
            throw GoTrueException.emailExists(422);
        }
        return user.edit().newEmail(next).done();
    }

    private void requireHalves(Request request) {
        if (request.asked() == Type.EMAIL_CHANGE_CURRENT && !mails.bothConfirm()) {
            throw GoTrueException.invalid("Enable secure email change to generate link for current email");
        }
    }

    private static User present(@Nullable User known) {
        if (known == null) {
            throw new GoTrueException(404, "user_not_found", "User with this email not found");
        }
        return known;
    }

    private @Nullable User known(String email) {
        return users.findByEmailForUpdate(email).orElse(null);
    }

    private User added(String email, @Nullable String hash, @Nullable Map<String, @Nullable Object> data) {
        var plain = AdminUserCreation.plain(new UserId(Uuid7.next()), email, hash, clock.instant());
        var user = data == null ? plain : plain.edit().userMetadata(data).done();
        if (!users.add(user)) {
            throw GoTrueException.emailExists(422);
        }
        return user;
    }
}
