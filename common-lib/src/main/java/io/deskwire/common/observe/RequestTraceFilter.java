package io.deskwire.common.observe;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/// Binds the [RequestTrace] of each request and names it in the answer and in every log line.
final class RequestTraceFilter extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var trace = RequestTrace.from(request.getHeader("X-Request-Id"), request.getHeader("traceparent"));
        request.setAttribute(RequestTrace.class.getName(), trace);
        response.setHeader("X-Request-Id", trace.id());
        try (var _ = MDC.putCloseable("request_id", trace.id())) {
            trace.<@Nullable Object, Exception>call(() -> {
                chain.doFilter(request, response);
                return null;
            });
        } catch (ServletException | IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new ServletException(failure);
        }
    }
}
