package io.deskwire.auth.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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
class GoTrueUnmatched implements HandlerExceptionResolver {
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
        return request.getServletPath().startsWith("/auth/v1/");
    }

    boolean write(ResponseEntity<?> answer, HttpServletResponse response) {
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders().forEach((name, values) -> response.setHeader(name, values.getFirst()));
        response.setContentType("application/json");
        try {
            response.getOutputStream().write(json.writeValueAsBytes(answer.getBody()));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
