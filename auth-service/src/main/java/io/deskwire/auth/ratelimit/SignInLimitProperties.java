package io.deskwire.auth.ratelimit;

import io.deskwire.common.ratelimit.Quota;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How much signing in is allowed; the defaults are GoTrue's. Each counts on this node alone.
///
/// @param tokenRefresh in 5 minutes, by address
/// @param verify in 5 minutes, by address
/// @param otp in 5 minutes, by address: sign-ups, codes, magic links, recoveries, resends and changes of the user, each
/// @param sso in 5 minutes, by address: single sign-on, Web3 and passkeys, each
/// @param anonymousUsers an hour, by address
/// @param mfa a minute, by address
/// @param keyExchange a minute, by API key
/// @param account wrong passwords or codes in 5 minutes, by account
/// @param emailSent an hour
@ConfigurationProperties("deskwire.auth.rate-limit")
record SignInLimitProperties(
        @DefaultValue("150") long tokenRefresh,
        @DefaultValue("30") long verify,
        @DefaultValue("30") long otp,
        @DefaultValue("30") long sso,
        @DefaultValue("30") long anonymousUsers,
        @DefaultValue("15") long mfa,
        @DefaultValue("600") long keyExchange,
        @DefaultValue("30") long account,
        @DefaultValue("30") long emailSent) {
    static final Duration LONGEST_WINDOW = Duration.ofHours(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    SignInLimitProperties {
        for (var limit :
                new long[] {tokenRefresh, verify, otp, sso, anonymousUsers, mfa, keyExchange, account, emailSent}) {
            if (limit < 1 || limit > 1_000_000_000) {
                throw new IllegalArgumentException(
                        "deskwire.auth.rate-limit: %d (expected: 1 to 1,000,000,000)".formatted(limit));
            }
        }
    }

    /// How much of it this node counts.
    ///
    /// @param factor multiplies all of them, for a load test
    /// @param holders how many addresses, keys and accounts are counted at a time; the one unseen longest
    ///     goes first
    @ConfigurationProperties("deskwire.auth.rate-limit")
    record Counting(
            @DefaultValue("1") long factor,
            @DefaultValue("50000") long holders) {
        Counting {
            if (factor < 1 || factor > 1_000_000_000) {
                throw new IllegalArgumentException(
                        "deskwire.auth.rate-limit.factor: %d (expected: 1 to 1,000,000,000)".formatted(factor));
            }
        }
    }

    Quota of(SignInLimit limit) {
        return switch (limit) {
            case TOKEN_REFRESH -> quota(limit, tokenRefresh, FIVE_MINUTES);
            case VERIFY -> quota(limit, verify, FIVE_MINUTES);
            case SIGNUP, OTP, MAGICLINK, RECOVER, RESEND, USER -> quota(limit, otp, FIVE_MINUTES);
            case SSO, WEB3, PASSKEYS -> quota(limit, sso, FIVE_MINUTES);
            case MFA -> quota(limit, mfa, MINUTE);
            case ANONYMOUS_USERS -> quota(limit, anonymousUsers, LONGEST_WINDOW);
            case KEY_EXCHANGE -> quota(limit, keyExchange, MINUTE);
            case ACCOUNT -> quota(limit, account, FIVE_MINUTES);
            case EMAIL_SENT -> quota(limit, emailSent, LONGEST_WINDOW);
        };
    }

    private Quota quota(SignInLimit limit, long requests, Duration window) {
        return new Quota(limit.wire(), requests, window);
    }
}
