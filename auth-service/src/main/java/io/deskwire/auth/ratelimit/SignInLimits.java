package io.deskwire.auth.ratelimit;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.observe.ClientAddress;
import io.deskwire.common.problem.Problem.TooMany;
import io.deskwire.common.ratelimit.BucketKey;
import io.deskwire.common.ratelimit.Buckets;
import io.deskwire.common.ratelimit.Quota;
import io.deskwire.common.ratelimit.Reading;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// The door for those who limit what a path alone does not tell: anonymous sign-ups, wrong passwords and codes, mails.
///
/// Refusals are GoTrue's: 429 `over_request_rate_limit` or `over_email_send_rate_limit`, with `Retry-After`; the
/// headers name the limit that was hit.
@Component
public class SignInLimits {
    private static final String OVER_MAILS = "over_email_send_rate_limit";

    private final SignInLimitProperties properties;
    private final long factor;
    private final Buckets buckets;

    SignInLimits(SignInLimitProperties properties, SignInLimitProperties.Counting counting) {
        this.properties = properties;
        this.factor = counting.factor();
        this.buckets = new Buckets(counting.holders(), SignInLimitProperties.LONGEST_WINDOW, TimeMeter.SYSTEM_NANOTIME);
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
        var spent = buckets.spent(holder(limit, holder));
        if (spent != null) {
            tell(spent);
            throw refusal(limit, spent.secondsToWait());
        }
    }

    /// What refuses somebody whose turn comes again in so long; a limit that is counted elsewhere.
    ///
    /// @param policy as the headers name it
    public static GoTrueException notYet(String policy, Duration interval, Duration wait, String message) {
        var seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        var quota = new Quota(policy, 1, Duration.ofSeconds(Math.max(1, interval.toSeconds())));
        tell(new Reading(quota, false, 0, seconds, seconds));
        retryAfter(seconds);
        return new GoTrueException(429, OVER_MAILS, message.formatted(seconds));
    }

    /// Counts a wrong password or code.
    public void wrong(SignInLimit limit, String holder) {
        buckets.take(holder(limit, holder));
    }

    /// Counts, and says in the answer's headers what is left.
    Reading reading(SignInLimit limit, String holder) {
        var reading = buckets.count(List.of(holder(limit, holder))).getFirst();
        tell(reading);
        return reading;
    }

    private static void tell(Reading reading) {
        var response = response();
        if (response != null) {
            response.addHeader("RateLimit-Policy", Reading.policies(List.of(reading.quota())));
            response.addHeader("RateLimit", Reading.states(List.of(reading)));
        }
    }

    private BucketKey holder(SignInLimit limit, String holder) {
        var quota = properties.of(limit);
        return new BucketKey(new Quota(quota.policy(), quota.limit() * factor, quota.window()), holder);
    }

    private static GoTrueException refusal(SignInLimit limit, long secondsToWait) {
        retryAfter(Math.max(1, secondsToWait));
        return limit == SignInLimit.EMAIL_SENT
                ? new GoTrueException(429, OVER_MAILS, "email rate limit exceeded")
                : new GoTrueException(429, "over_request_rate_limit", "Request rate limit reached");
    }

    private static void retryAfter(long seconds) {
        var response = response();
        if (response != null) {
            response.setHeader("Retry-After", Long.toString(seconds));
        }
    }

    private static @Nullable HttpServletResponse response() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? attributes.getResponse()
                : null;
    }
}
