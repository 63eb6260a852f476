package io.deskwire.auth.verification;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.deskwire.auth.flow.Landing;
import io.deskwire.auth.flow.RedirectTargets;
import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.onetime.OneTimeToken;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.ratelimit.SignInLimit;
import io.deskwire.auth.ratelimit.SignInLimits;
import io.deskwire.auth.session.SessionView;
import io.deskwire.auth.user.EmailAddress;
import io.deskwire.auth.verification.Verified.HalfWay;
import io.deskwire.auth.verification.Verified.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;

/// GoTrue's `/verify`, and the page that mails lead to.
@GoTrueApi
class VerifyController {
    private static final String NO_TYPE = "Verify requires a verification type";
    private static final String NO_SECRET = "Verify requires either a token or a token hash";

    private final Verification verification;
    private final RedirectTargets targets;
    private final SignInLimits limits;

    VerifyController(Verification verification, RedirectTargets targets, SignInLimits limits) {
        this.verification = verification;
        this.targets = targets;
        this.limits = limits;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record VerifyRequest(
            @Nullable String type,
            @Nullable String token,
            @Nullable String tokenHash,
            @Nullable String email,
            @Nullable String phone) {
        @Override
        public String toString() {
            return "VerifyRequest[" + type + "]";
        }
    }

    @PostMapping("/verify")
    Object verify(@RequestBody VerifyRequest body, HttpServletRequest request) {
        var type = GoTrueException.present(body.type(), NO_TYPE);
        if (StringUtils.hasLength(body.token()) == StringUtils.hasLength(body.tokenHash())) {
            throw GoTrueException.invalid(NO_SECRET);
        }
        var client = ClientInfo.of(request);
        var verified =
                StringUtils.hasLength(body.tokenHash()) ? byHash(body, type, client) : byDigits(body, type, client);
        return switch (verified) {
            case Verified.SignedIn signedIn -> signedIn.session();
            case Verified.Coded(var code) -> throw new IllegalStateException("a code for a client's own request");
            case HalfWay _ -> Map.of("msg", HalfWay.MESSAGE, "code", "200");
            case Refused refused -> throw new GoTrueException(refused.status(), refused.code(), refused.message());
        };
    }

    private Verified byHash(VerifyRequest body, String type, ClientInfo client) {
        if (StringUtils.hasLength(body.email()) || StringUtils.hasLength(body.phone())) {
            throw GoTrueException.invalid("Only the token_hash and type should be provided");
        }
        var hash = GoTrueException.present(body.tokenHash(), NO_SECRET);
        return verification.byLink(hash, kinds(type), false, client);
    }

    private Verified byDigits(VerifyRequest body, String type, ClientInfo client) {
        if (StringUtils.hasLength(body.email()) == StringUtils.hasLength(body.phone())) {
            throw GoTrueException.invalid("Only an email address or phone number should be provided on verify");
        }
        if (StringUtils.hasLength(body.phone())) {
            return Refused.DIGITS;
        }
        var digits = GoTrueException.present(body.token(), NO_SECRET);
        var email = checked(body.email());
        limits.refuseIfSpent(SignInLimit.ACCOUNT, email);
        var verified = verification.byDigits(email, digits, kinds(type), client);
        if (verified == Refused.DIGITS) {
            limits.wrong(SignInLimit.ACCOUNT, email);
        }
        return verified;
    }

    private static String checked(@Nullable String email) {
        try {
            return EmailAddress.checked(email);
        } catch (GoTrueException failure) {
            throw new GoTrueException(422, failure.code(), String.valueOf(failure.getMessage()));
        }
    }

    /// For clients, and links that an administrator delivers: uses the secret up and leads on.
    @GetMapping("/verify")
    ResponseEntity<Void> follow(
            @RequestParam(required = false) @Nullable String token,
            @RequestParam(required = false) @Nullable String type,
            HttpServletRequest request) {
        var kind = GoTrueException.present(type, NO_TYPE);
        var link = GoTrueException.present(token, "Verify requires a token or a token hash");
        var target = targets.choose(request);
        var verified = followed(link, kind, ClientInfo.of(request));
        return ResponseEntity.status(303)
                .header(
                        HttpHeaders.LOCATION,
                        landing(verified, target, kind, link.startsWith(OneTimeToken.PKCE_PREFIX)))
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    /// A browser is led on with the reason, whatever it is.
    private Verified followed(String link, String type, ClientInfo client) {
        try {
            return verification.byLink(link, kinds(type), true, client);
        } catch (GoTrueException refusal) {
            return new Refused(refusal.status(), refusal.code(), String.valueOf(refusal.getMessage()));
        }
    }

    /// Asking whether the link is there does not follow it.
    @RequestMapping(path = "/verify", method = RequestMethod.HEAD)
    ResponseEntity<Void> look() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).build();
    }

    /// Where mails lead. Scanners may look at it as often as they like.
    @GetMapping("/confirm")
    ResponseEntity<String> page(
            @RequestParam(required = false) @Nullable String token,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(name = "redirect_to", required = false) @Nullable String redirectTo) {
        var incomplete = "Verify requires a token and a verification type";
        var link = GoTrueException.present(token, incomplete);
        var kind = GoTrueException.present(type, incomplete);
        var _ = kinds(kind);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer")
                .header("X-Frame-Options", "DENY")
                .header("X-Robots-Tag", "noindex")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", ConfirmPage.POLICY)
                .body(ConfirmPage.of(link, kind, redirectTo == null ? "" : redirectTo));
    }

    /// The page's button.
    @PostMapping(path = "/confirm", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> confirm(
            @RequestParam(required = false) @Nullable String token,
            @RequestParam(required = false) @Nullable String type,
            HttpServletRequest request) {
        return follow(token, type, request);
    }

    private static String landing(Verified verified, String target, String asked, boolean pkce) {
        return switch (verified) {
            case Verified.SignedIn(var session, var type) ->
                Landing.withFragment(target, fragment(session, asked.equals("email") ? type : asked));
            case Verified.Coded(var code) -> Landing.withCode(target, code);
            case HalfWay _ -> Landing.withMessage(target, Map.of("message", HalfWay.MESSAGE), pkce);
            case Refused(int status, var code, var message) -> Landing.withError(target, status, code, message, pkce);
        };
    }

    private static Map<String, String> fragment(SessionView session, String type) {
        var values = session.fragment();
        values.put("type", type);
        return values;
    }

    private static Set<OneTimeToken.Kind> kinds(String type) {
        var kinds = Verification.kinds(type);
        if (kinds == null) {
            throw GoTrueException.invalid("Unsupported verification type");
        }
        return kinds;
    }
}
