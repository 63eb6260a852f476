package io.deskwire.auth.verification;

import io.deskwire.auth.flow.FlowState.ProviderTokens;
import io.deskwire.auth.flow.FlowStates;
import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.onetime.OneTimeToken;
import io.deskwire.auth.onetime.OneTimeToken.Kind;
import io.deskwire.auth.onetime.OneTimeTokens;
import io.deskwire.auth.session.SessionIssuer;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.auth.verification.Verified.Refused;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Takes mailed secrets back: confirms what they stand for and signs their person in.
@Service
class Verification {
    private static final Set<Kind> EMAIL_CHANGE = EnumSet.of(Kind.EMAIL_CHANGE_CURRENT, Kind.EMAIL_CHANGE_NEW);

    private final OneTimeTokens tokens;
    private final FlowStates flows;
    private final UserService users;
    private final SessionIssuer issuer;
    private final SystemAccess system;
    private final Clock clock;

    Verification(
            OneTimeTokens tokens,
            FlowStates flows,
            UserService users,
            SessionIssuer issuer,
            SystemAccess system,
            Clock clock) {
        this.tokens = tokens;
        this.flows = flows;
        this.users = users;
        this.issuer = issuer;
        this.system = system;
        this.clock = clock;
    }

    /// The secrets that a `type` of `/verify` may be of; null for a type that there is not.
    static @Nullable Set<Kind> kinds(String type) {
        return switch (type) {
            case "signup", "invite" -> EnumSet.of(Kind.CONFIRMATION);
            case "magiclink", "recovery" -> EnumSet.of(Kind.RECOVERY);
            case "email" -> EnumSet.of(Kind.CONFIRMATION, Kind.RECOVERY);
            case "email_change" -> EMAIL_CHANGE;
            default -> null;
        };
    }

    /// @param link what a mail's link carries
    /// @param following a browser followed it, so that a PKCE sign-in ends in a code; else a session is the answer
    Verified byLink(String link, Set<Kind> kinds, boolean following, ClientInfo client) {
        return system.call(
                "verify",
                () -> tokens.redeemLink(link, kinds)
                        .map(token -> apply(token, following, client))
                        .orElse(Refused.LINK));
    }

    Verified byDigits(String email, String digits, Set<Kind> kinds, ClientInfo client) {
        return system.call(
                "verify",
                () -> redeemed(email, digits, kinds)
                        .map(token -> apply(token, false, client))
                        .map(verified -> verified == Refused.LINK ? Refused.DIGITS : verified)
                        .orElse(Refused.DIGITS));
    }

    private Optional<OneTimeToken> redeemed(String email, String digits, Set<Kind> kinds) {
        var own = users.findByEmail(email).map(User::id);
        if (!kinds.equals(EMAIL_CHANGE)) {
            return own.flatMap(user -> tokens.redeemDigits(user, digits, kinds));
        }
        var current = own.flatMap(user -> tokens.redeemDigits(user, digits, EnumSet.of(Kind.EMAIL_CHANGE_CURRENT)));
        return current.or(() -> users.changingTo(email).stream()
                .flatMap(user -> tokens.redeemDigits(user.id(), digits, EnumSet.of(Kind.EMAIL_CHANGE_NEW)).stream())
                .findFirst());
    }

    private Verified apply(OneTimeToken token, boolean following, ClientInfo client) {
        var user = users.findForUpdate(token.userId()).orElse(null);
        if (user == null) {
            return Refused.LINK;
        }
        if (user.banned(clock.instant())) {
            return Refused.BANNED;
        }
        return switch (token.kind()) {
            case CONFIRMATION, RECOVERY -> confirm(token, user, following, client);
            case EMAIL_CHANGE_CURRENT, EMAIL_CHANGE_NEW -> changeEmail(token, user, following, client);
            case REAUTHENTICATION -> Refused.LINK;
        };
    }

    /// A password that was set before anybody confirmed the address, and is not asked for by this mail, may be
    /// anybody's: it goes, unless an administrator set it.
    private Verified confirm(OneTimeToken token, User user, boolean following, ClientInfo client) {
        if (!token.address().equals(user.email())) {
            return Refused.LINK;
        }
        if (user.confirmed()) {
            return signIn(token, user, following, client);
        }
        var kept = token.kind() == Kind.CONFIRMATION ? user : user.withoutForeignPassword();
        return signIn(token, users.confirmEmail(kept), following, client);
    }

    private Verified changeEmail(OneTimeToken token, User user, boolean following, ClientInfo client) {
        var next = user.newEmail();
        var meant = token.kind() == Kind.EMAIL_CHANGE_NEW ? next : user.email();
        if (next == null || !token.address().equals(meant)) {
            return Refused.LINK;
        }
        if (token.needsPartner()) {
            return tokens.awaitPartner(token) ? new Verified.HalfWay() : Refused.LINK;
        }
        if (taken(next, user.id())) {
            return Refused.TAKEN;
        }
        tokens.discardAll(user.id());
        return signIn(token, users.changeEmail(user, next), following, client);
    }

    private boolean taken(String email, UserId user) {
        return users.findByEmail(email)
                .filter(other -> !other.id().equals(user))
                .isPresent();
    }

    private Verified signIn(OneTimeToken token, User user, boolean following, ClientInfo client) {
        if (!following || !token.pkce()) {
            return new Verified.SignedIn(issuer.open(user, "otp", client), type(token.kind()));
        }
        var flow = token.flow() == null ? null : flows.find(token.flow()).orElse(null);
        if (flow == null || !flows.authenticated(flow, user.id(), ProviderTokens.NONE)) {
            return Refused.FLOW;
        }
        return new Verified.Coded(flow.authCode());
    }

    private static String type(Kind kind) {
        return switch (kind) {
            case CONFIRMATION -> "signup";
            case RECOVERY -> "magiclink";
            case EMAIL_CHANGE_CURRENT, EMAIL_CHANGE_NEW -> "email_change";
            case REAUTHENTICATION -> "reauthentication";
        };
    }
}
