package io.deskwire.common.problem;

import io.deskwire.common.problem.Problem.Malformed;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/// Refuses a request whose path or query is not percent-encoded UTF-8, or has a NUL in it, which PostgreSQL stores in
/// no text. Behind it, a path variable and a query parameter is what the client wrote.
final class ReadableAddressFilter extends OncePerRequestFilter {
    private final JsonMapper json;
    private final RefusalShape shape;

    ReadableAddressFilter(JsonMapper json, RefusalShape shape) {
        this.json = json;
        this.shape = shape;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var refusal = refusal(request);
        if (refusal != null) {
            refuse(request, response, refusal);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (InvalidParameterException _) {
            // A form, which the server reads when a filter asks for its first parameter.
            refuse(request, response, new Refusal("form", "is not percent-encoded UTF-8"));
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        if (!shape.concerns(request.getRequestURI())) {
            ProblemBody.write(response, json, Malformed.field(refusal.field(), refusal.message()));
            return;
        }
        var body = shape.refuse(
                request, response, HttpServletResponse.SC_BAD_REQUEST, refusal.field() + ": " + refusal.message());
        response.setContentType("application/json");
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }

    private record Refusal(String field, String message) {}

    private static @Nullable Refusal refusal(HttpServletRequest request) {
        var path = PercentText.fault(request.getRequestURI());
        if (path != null) {
            return new Refusal("path", path.sentence());
        }
        var query = request.getQueryString();
        if (query == null) {
            return null;
        }
        for (var pair : query.split("&", -1)) {
            var name = pair.split("=", 2)[0];
            var fault = PercentText.fault(pair);
            if (fault != null) {
                return new Refusal(
                        PercentText.fault(name) == null ? PercentText.decoded(name) : "query", fault.sentence());
            }
        }
        return null;
    }
}
