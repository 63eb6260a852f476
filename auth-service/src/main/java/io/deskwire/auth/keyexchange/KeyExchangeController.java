package io.deskwire.auth.keyexchange;

import io.deskwire.auth.secretkey.SecretKey;
import io.deskwire.auth.secretkey.SecretKeyExchange;
import io.deskwire.common.identity.BearerToken;
import io.deskwire.common.identity.systemkey.SystemEntry;
import io.deskwire.common.observe.ClientAddress;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.Unauthenticated;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// `POST /token`: API key in, access token of 15 to 60 minutes out; or the secret key in, and a shorter one out.
@RestController
class KeyExchangeController {
    private static final int SHORTEST = 900;
    private static final int LONGEST = 3600;

    private final KeyExchange exchange;
    private final SecretKeyExchange secretKeys;

    KeyExchangeController(KeyExchange exchange, SecretKeyExchange secretKeys) {
        this.exchange = exchange;
        this.secretKeys = secretKeys;
    }

    /// @param purpose for the secret key alone: what it is about to do
    /// @param tenant for the secret key alone: id or slug
    record TokenRequest(
            @Nullable Integer expiresIn,
            @Nullable String purpose,
            @Nullable String tenant) {}

    @PostMapping("/token")
    ResponseEntity<Object> token(
            HttpServletRequest request, @RequestBody(required = false) @Nullable TokenRequest body) {
        var credential = BearerToken.of(request);
        if (credential == null) {
            throw new Unauthenticated("no key was sent; send an API key or the secret key in the header Authorization");
        }
        var secret = SecretKey.meant(credential);
        if (secret) {
            SystemEntry.refuseBrowsers(request);
        }
        var check = new FieldCheck();
        var seconds = check.range("expires_in", body == null ? null : body.expiresIn(), SHORTEST, LONGEST, LONGEST);
        var purpose = body == null ? null : body.purpose();
        var tenant = body == null ? null : body.tenant();
        check.require(secret || purpose == null, "purpose", "goes with the secret key only; send none with an API key");
        check.require(
                secret || tenant == null, "tenant", "goes with the secret key only; an API key belongs to one tenant");
        check.done();
        var life = Duration.ofSeconds(seconds);
        var exchanged = secret
                ? secretKeys.exchange(credential, new SecretKeyExchange.Wish(purpose, tenant, life))
                : exchange.exchange(credential, ClientAddress.of(request), life);
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(exchanged);
    }
}
