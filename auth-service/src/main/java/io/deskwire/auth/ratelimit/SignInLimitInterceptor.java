package io.deskwire.auth.ratelimit;

import io.deskwire.common.identity.BearerToken;
import io.deskwire.common.problem.Problem.TooMany;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Counts requests that sign in, before their bodies are read.
@Component
class SignInLimitInterceptor implements HandlerInterceptor, WebMvcConfigurer {
    private static final String PREFIX = "/auth/v1/";
    private static final Pattern FACTOR = Pattern.compile("factors/[^/]+/(?:challenge|verify)");
    /// What names an API key; the secret behind it is nobody's to keep.
    private static final Pattern KEY = Pattern.compile("(dw_live_[0-9A-Za-z]{16}|sb_secret_.{4}).*");

    private final SignInLimits limits;

    SignInLimitInterceptor(SignInLimits limits) {
        this.limits = limits;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/auth/v1/**", "/token");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        // Decoded and without parameters, as handlers are found: `/%74oken` and `/token;x` count, too.
        var path = request.getServletPath();
        if (path.equals("/token")) {
            exchange(request);
            return true;
        }
        var limit = limit(request.getMethod(), path.substring(Math.min(path.length(), PREFIX.length())));
        if (limit != null) {
            limits.count(limit, request);
        }
        if (limit == SignInLimit.TOKEN_REFRESH && "web3".equals(request.getParameter("grant_type"))) {
            limits.count(SignInLimit.WEB3, request);
        }
        return true;
    }

    private void exchange(HttpServletRequest request) {
        var token = BearerToken.of(request);
        var key = token == null ? null : KEY.matcher(token);
        if (key != null && key.matches()) {
            var reading = limits.reading(SignInLimit.KEY_EXCHANGE, key.group(1));
            if (!reading.counted()) {
                throw new TooMany(reading.quota().policy(), reading.secondsToWait());
            }
        }
    }

    private static @Nullable SignInLimit limit(String method, String path) {
        if (path.equals("verify") || path.equals("confirm")) {
            return SignInLimit.VERIFY;
        }
        if (path.equals("user")) {
            return method.equals("PUT") ? SignInLimit.USER : null;
        }
        if (!method.equals("POST")) {
            return null;
        }
        return switch (path) {
            case "token" -> SignInLimit.TOKEN_REFRESH;
            case "signup" -> SignInLimit.SIGNUP;
            case "otp" -> SignInLimit.OTP;
            case "magiclink" -> SignInLimit.MAGICLINK;
            case "recover" -> SignInLimit.RECOVER;
            case "resend" -> SignInLimit.RESEND;
            case "sso" -> SignInLimit.SSO;
            default -> {
                if (path.startsWith("passkeys/")) {
                    yield SignInLimit.PASSKEYS;
                }
                yield FACTOR.matcher(path).matches() ? SignInLimit.MFA : null;
            }
        };
    }
}
