package io.deskwire.auth.oauth;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.oauth.IdTokenGrant.Wish;
import io.deskwire.auth.oauth.ProviderArrival.Return;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.BearerSession;
import io.deskwire.auth.session.SessionView;
import io.deskwire.common.identity.UserId;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;

/// GoTrue's `/authorize`, `/callback` and `/token?grant_type=id_token`.
@GoTrueApi
class OAuthController {
    private final ProviderDeparture departure;
    private final ProviderArrival arrival;
    private final IdTokenGrant idTokens;
    private final BearerSession bearer;
    private final OAuthProperties properties;

    OAuthController(
            ProviderDeparture departure,
            ProviderArrival arrival,
            IdTokenGrant idTokens,
            BearerSession bearer,
            OAuthProperties properties) {
        this.departure = departure;
        this.arrival = arrival;
        this.idTokens = idTokens;
        this.bearer = bearer;
        this.properties = properties;
    }

    /// @param url where the client sends the browser itself
    record Destination(URI url) {}

    @GetMapping("/authorize")
    ResponseEntity<?> authorize(@RequestParam MultiValueMap<String, String> query, HttpServletRequest request) {
        return depart(AuthorizationRequest.of(query, request, null), query);
    }

    @GetMapping("/user/identities/authorize")
    ResponseEntity<?> link(@RequestParam MultiValueMap<String, String> query, HttpServletRequest request) {
        var who = bearer.authenticate(request);
        requireManualLinking(properties);
        return depart(AuthorizationRequest.of(query, request, who.user().id()), query);
    }

    private ResponseEntity<?> depart(AuthorizationRequest wish, MultiValueMap<String, String> query) {
        var quietly = "true".equals(query.getFirst("skip_http_redirect"));
        try {
            var url = departure.depart(wish);
            return quietly ? ResponseEntity.ok(new Destination(url)) : found(url.toASCIIString());
        } catch (GoTrueException refusal) {
            if (quietly || refusal.status() != 503) {
                throw refusal;
            }
            return found(departure.stranded(wish, refusal));
        }
    }

    /// Providers answer by a redirect or, with `response_mode=form_post`, by a form.
    @RequestMapping(
            path = "/callback",
            method = {RequestMethod.GET, RequestMethod.POST})
    ResponseEntity<?> callback(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(name = "error_description", required = false) @Nullable String errorDescription,
            @RequestParam(name = "iss", required = false) @Nullable String issuer,
            HttpServletRequest request) {
        return found(arrival.arrive(new Return(state, code, error, errorDescription, issuer), ClientInfo.of(request)));
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record IdToken(
            @Nullable String idToken,
            @Nullable String provider,
            @Nullable String clientId,
            @Nullable String issuer,
            @Nullable String nonce,
            @Nullable String accessToken,
            boolean linkIdentity) {}

    @PostMapping(path = "/token", params = "grant_type=id_token")
    SessionView idToken(@RequestBody IdToken body, HttpServletRequest request) throws OAuthRefusal {
        UserId target = null;
        if (body.linkIdentity()) {
            target = bearer.authenticate(request).user().id();
            requireManualLinking(properties);
        }
        var wish = new Wish(
                body.idToken(), body.provider(), body.clientId(), body.issuer(), body.nonce(), body.accessToken());
        return idTokens.redeem(wish, target, ClientInfo.of(request));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> on(OAuthRefusal refusal) {
        return ResponseEntity.badRequest()
                .body(Map.of("error", refusal.error(), "error_description", String.valueOf(refusal.getMessage())));
    }

    static void requireManualLinking(OAuthProperties properties) {
        if (!properties.manualLinking()) {
            throw new GoTrueException(404, "manual_linking_disabled", "Manual linking is disabled");
        }
    }

    /// A code or a token in an address is nothing to keep, nor to tell the next site.
    private static ResponseEntity<?> found(String target) {
        return ResponseEntity.status(302)
                .header("Location", target)
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .build();
    }
}
