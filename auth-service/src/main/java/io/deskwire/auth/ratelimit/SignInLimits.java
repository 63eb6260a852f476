package io.deskwire.auth.ratelimit;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.observe.ClientAddress;
import io.deskwire.common.problem.Problem.TooMany;
import io.deskwire.common.ratelimit.BucketKey;
import io.deskwire.common.ratelimit.Buckets;
import io.deskwire.common.ratelimit.Reading;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// The door for those who limit what a path alone does not tell: anonymous sign-ups, wrong passwords and codes, mails.
///
/// Refusals are GoTrue's: 429 `over_request_rate_limit` or `over_email_send_rate_limit`, with `Retry-After`.
@Component
public class SignInLimits {
    private final SignInLimitProperties properties;
    private final Buckets buckets;

    SignInLimits(SignInLimitProperties properties) {
        this.properties = properties;
        this.buckets =
                new Buckets(properties.holders(), SignInLimitProperties.LONGEST_WINDOW, TimeMeter.SYSTEM_NANOTIME);
    }

    /// Counts one, or refuses where none is left.
    public void count(SignInLimit limit, String holder) {
        var reading = reading(limit, holder);
        if (!reading.counted()) {
            throw refusal(limit, reading.secondsToWait());
        }
    }

    /// As [#count], for `/api/v1`: refuses with a problem.
    public void require(SignInLimit limit, String holder) {
        var reading = reading(limit, holder);
        if (!reading.counted()) {
            throw new TooMany(reading.quota().policy(), reading.secondsToWait());
        }
    }

    /// As [#count], by the address of the request.
    public void count(SignInLimit limit, HttpServletRequest request) {
        count(limit, ClientAddress.network(request));
    }

    /// Refuses where none is left, and counts nothing: before a password or a code is looked at.
    public void refuseIfSpent(SignInLimit limit, String holder) {
        var wait = buckets.secondsToWait(holder(limit, holder));
        if (wait > 0) {
            throw refusal(limit, wait);
        }
    }

    /// Counts a wrong password or code.
    public void wrong(SignInLimit limit, String holder) {
        buckets.take(holder(limit, holder));
    }

    /// Counts, and says in the answer's headers what is left.
    Reading reading(SignInLimit limit, String holder) {
        var holders = List.of(holder(limit, holder));
        var readings = buckets.count(holders);
        var response = response();
        if (response != null) {
            response.addHeader("RateLimit-Policy", Reading.policies(holders));
            response.addHeader("RateLimit", Reading.states(readings));
        }
        return readings.getFirst();
    }

    private BucketKey holder(SignInLimit limit, String holder) {
        return new BucketKey(properties.of(limit), holder);
    }

    private static GoTrueException refusal(SignInLimit limit, long secondsToWait) {
        var response = response();
        if (response != null) {
            response.setHeader("Retry-After", Long.toString(Math.max(1, secondsToWait)));
        }
        return limit == SignInLimit.EMAIL_SENT
                ? new GoTrueException(429, "over_email_send_rate_limit", "email rate limit exceeded")
                : new GoTrueException(429, "over_request_rate_limit", "Request rate limit reached");
    }

    private static @Nullable HttpServletResponse response() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? attributes.getResponse()
                : null;
    }
}
