package io.deskwire.common.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A refusal below `/auth/v1` before any controller, in the shape that GoTrue's clients read.
final class GoTrueRefusal {
    private static final String VERSION = "X-Supabase-Api-Version";
    private static final String CODE = "validation_failed";

    private GoTrueRefusal() {}

    static boolean concerns(@Nullable String path) {
        return path != null && path.startsWith("/auth/v1/");
    }

    /// For clients of whichever version.
    static Map<String, Object> body(int status, String message) {
        var body = new LinkedHashMap<String, Object>();
        body.put("code", status);
        body.put("error_code", status < 500 ? CODE : "unexpected_failure");
        body.put("msg", message);
        return body;
    }

    /// 400 `validation_failed`.
    static void write(HttpServletRequest request, HttpServletResponse response, JsonMapper json, String message)
            throws IOException {
        var version = request.getHeader(VERSION);
        var body = body(HttpServletResponse.SC_BAD_REQUEST, message);
        if (version != null && version.matches("20\\d\\d-\\d\\d-\\d\\d") && version.compareTo("2024-01-01") >= 0) {
            response.setHeader(VERSION, "2024-01-01");
            body = new LinkedHashMap<>(Map.of("code", CODE, "message", message));
        }
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setHeader("x-sb-error-code", CODE);
        response.setContentType("application/json");
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }
}
