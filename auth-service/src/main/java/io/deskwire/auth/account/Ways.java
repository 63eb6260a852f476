package io.deskwire.auth.account;

import io.deskwire.auth.flow.CodeChallenge;
import io.deskwire.auth.flow.RedirectTargets;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads from a request how its person wants to come back: `redirect_to` travels in the query, the challenge in the
/// body.
@Component
class Ways {
    private final RedirectTargets targets;

    Ways(RedirectTargets targets) {
        this.targets = targets;
    }

    /// The challenge of a PKCE sign-in, as bodies carry it.
    record Challenge(@Nullable String codeChallenge, @Nullable String codeChallengeMethod) {}

    Way of(HttpServletRequest request, @Nullable Challenge challenge) {
        return challenge == null
                ? of(request, null, null)
                : of(request, challenge.codeChallenge(), challenge.codeChallengeMethod());
    }

    /// Raises `validation_failed` for a malformed challenge; an address that is not allowed becomes the site.
    Way of(HttpServletRequest request, @Nullable String challenge, @Nullable String method) {
        return new Way(CodeChallenge.of(challenge, method), targets.choose(request));
    }
}
