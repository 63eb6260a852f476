package io.deskwire.auth.hook;

import com.nimbusds.jwt.JWTClaimsSet;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.observe.ClientAddress;
import java.text.ParseException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Supabase's custom access token hook: a service of the operator's that sees the claims of each access token before it
/// is signed, and may add its own.
///
/// It is asked before a sign-in changes anything for good: where it refuses or fails, a link, a code or a refresh token
/// is not used up. Only a few calls go out at a time (ADR 0019).
@Component
public class AccessTokenHook {
    private static final Logger log = LoggerFactory.getLogger(AccessTokenHook.class);
    /// The code of a refusal that the hook itself decided on; with a status below 500 it means the bearer.
    public static final String REFUSED = "unexpected_failure";

    private static final int LONGEST_WAIT_MILLIS = 250;

    private final @Nullable HookCall call;
    private final Semaphore free;
    private final JsonMapper json;
    private final Clock clock;

    AccessTokenHook(AccessTokenHookProperties properties, JsonMapper json, Clock clock) {
        this.call = properties.url().isEmpty() ? null : new HookCall(properties, clock);
        this.free = new Semaphore(properties.inFlight());
        this.json = json;
        this.clock = clock;
    }

    /// The claims as they are to be signed; the given ones where no hook is configured.
    ///
    /// @param method how the bearer was authenticated, such as `password`; `token_refresh` where it goes on
    public JWTClaimsSet customized(JWTClaimsSet claims, String method) {
        var hook = call;
        if (hook == null) {
            return claims;
        }
        var before = (ObjectNode) json.readTree(claims.toString());
        enter();
        try {
            return decided(before, hook.answerTo(json.writeValueAsString(question(before, method))));
        } catch (GoTrueException refusal) {
            log.warn("The access token hook did not allow a token: {} {}", refusal.code(), oneLine(refusal));
            throw refusal;
        } finally {
            free.release();
        }
    }

    private void enter() {
        try {
            if (free.tryAcquire(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new GoTrueException(422, "hook_timeout", "The access token hook is busy, try again");
    }

    private ObjectNode question(ObjectNode claims, String method) {
        var question = json.createObjectNode();
        question.putObject("metadata")
                .put("uuid", UUID.randomUUID().toString())
                .put("time", clock.instant().toString())
                .put("name", "customize-access-token")
                .put("ip_address", address());
        question.set("user_id", claims.get("sub"));
        question.set("claims", claims);
        question.put("authentication_method", method);
        return question;
    }

    private JWTClaimsSet decided(ObjectNode before, byte[] answer) {
        JsonNode body;
        try {
            body = json.readTree(answer);
        } catch (JacksonException notJson) {
            throw new GoTrueException(500, "unexpected_failure", "Error unmarshaling JSON output.");
        }
        refuseIfToldTo(body.path("error"));
        var claims = body.path("claims");
        var missing = ProtectedClaims.missing(claims);
        if (missing.isPresent()) {
            throw new GoTrueException(
                    500,
                    "unexpected_failure",
                    "output claims do not conform to the expected schema: \n- (root): " + missing.get()
                            + " is required\n");
        }
        var changed = ProtectedClaims.changed(before, claims);
        if (changed.isPresent()) {
            throw new GoTrueException(
                    500, "unexpected_failure", "The access token hook may not change the claim " + changed.get());
        }
        try {
            return JWTClaimsSet.parse(json.writeValueAsString(claims));
        } catch (ParseException failure) {
            throw new GoTrueException(500, "unexpected_failure", "The hook's claims are of other types than a JWT has");
        }
    }

    /// The hook's own refusal, in the words it chose.
    private static void refuseIfToldTo(JsonNode error) {
        if (!error.isObject() || error.isEmpty()) {
            return;
        }
        var status = error.path("http_code").asInt(500);
        throw new GoTrueException(
                status >= 400 && status <= 599 ? status : 500,
                REFUSED,
                error.path("message").asString("The access token hook refused"));
    }

    private static String address() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? ClientAddress.of(attributes.getRequest())
                : "";
    }

    private static String oneLine(GoTrueException refusal) {
        return String.valueOf(refusal.getMessage()).replaceAll("\\p{Cntrl}+", " ");
    }
}
