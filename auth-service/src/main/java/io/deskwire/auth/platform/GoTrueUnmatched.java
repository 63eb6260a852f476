package io.deskwire.auth.platform;

import io.deskwire.common.problem.RefusalShape;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/// Gives requests below `/auth/v1` that fit no endpoint (path, method, content type) GoTrue's error shape too.
@Order(Ordered.HIGHEST_PRECEDENCE)
@Component
class GoTrueUnmatched implements HandlerExceptionResolver, RefusalShape {
    private static final String BELOW = "/auth/v1/";

    private final GoTrueErrorHandler errors;
    private final JsonMapper json;

    GoTrueUnmatched(GoTrueErrorHandler errors, JsonMapper json) {
        this.errors = errors;
        this.json = json;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (!concerns(request) || handler instanceof HandlerMethod) {
            return null;
        }
        return write(errors.onAnything(failure, request), response) ? new ModelAndView() : null;
    }

    /// Whether the path lies below `/auth/v1`: decoded and without parameters, as controllers are found.
    static boolean concerns(HttpServletRequest request) {
        return request.getServletPath().startsWith(BELOW);
    }

    @Override
    public boolean concerns(String path) {
        return path.startsWith(BELOW);
    }

    @Override
    public Map<String, Object> refuse(
            HttpServletRequest request, HttpServletResponse response, int status, String message) {
        var answer = errors.unserved(status, message, request);
        head(answer, response);
        return Objects.requireNonNull(answer.getBody());
    }

    boolean write(ResponseEntity<?> answer, HttpServletResponse response) {
        head(answer, response);
        response.setContentType("application/json");
        try {
            response.getOutputStream().write(json.writeValueAsBytes(answer.getBody()));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void head(ResponseEntity<?> answer, HttpServletResponse response) {
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders().forEach((name, values) -> response.setHeader(name, values.getFirst()));
    }
}
