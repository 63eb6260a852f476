package io.deskwire.auth.accountmail;

import io.deskwire.auth.flow.CodeChallenge;
import io.deskwire.auth.flow.RedirectTargets;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads from a request how its person wants to come back: `redirect_to` travels in the query, the challenge in the
/// body.
@Component
public class MailReturns {
    private final RedirectTargets targets;

    MailReturns(RedirectTargets targets) {
        this.targets = targets;
    }

    /// The challenge of a PKCE sign-in, as bodies carry it.
    public record Challenge(
            @Nullable String codeChallenge, @Nullable String codeChallengeMethod) {}

    public MailReturn of(HttpServletRequest request, @Nullable Challenge challenge) {
        return challenge == null
                ? of(request, null, null)
                : of(request, challenge.codeChallenge(), challenge.codeChallengeMethod());
    }

    /// Raises `validation_failed` for a malformed challenge; an address that is not allowed becomes the site.
    public MailReturn of(HttpServletRequest request, @Nullable String challenge, @Nullable String method) {
        return new MailReturn(CodeChallenge.of(challenge, method), targets.choose(request));
    }
}
