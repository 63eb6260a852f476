package io.deskwire.auth.apikey;

import io.deskwire.auth.apikey.KeyExchange.Exchanged;
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

/// `POST /token`: API key in, access token of 15 to 60 minutes out.
@RestController
class KeyExchangeController {
    private static final int SHORTEST = 900;
    private static final int LONGEST = 3600;

    private final KeyExchange exchange;

    KeyExchangeController(KeyExchange exchange) {
        this.exchange = exchange;
    }

    record TokenRequest(@Nullable Integer expiresIn) {}

    @PostMapping("/token")
    ResponseEntity<Exchanged> token(
            HttpServletRequest request, @RequestBody(required = false) @Nullable TokenRequest body) {
        var authorization = request.getHeader("Authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new Unauthenticated("this needs an API key as bearer");
        }
        var check = new FieldCheck();
        var seconds = check.range("expires_in", body == null ? null : body.expiresIn(), SHORTEST, LONGEST, LONGEST);
        check.done();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(exchange.exchange(
                        authorization.substring(7).strip(), ClientAddress.of(request), Duration.ofSeconds(seconds)));
    }
}
