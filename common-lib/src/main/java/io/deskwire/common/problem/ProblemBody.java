package io.deskwire.common.problem;

import io.deskwire.common.observe.RequestTrace;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Gone;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.problem.Problem.Refused;
import io.deskwire.common.problem.Problem.Stale;
import io.deskwire.common.problem.Problem.TooMany;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.common.problem.Problem.Unavailable;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The members of an RFC 9457 body, the same from every service and from the gateway.
public final class ProblemBody {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(428, "Precondition Required"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private ProblemBody() {}

    public static int status(Problem problem) {
        return switch (problem) {
            case Malformed _ -> 400;
            case Unauthenticated _ -> 401;
            case Forbidden _ -> 403;
            case NotFound _ -> 404;
            case Conflict _ -> 409;
            case Stale _ -> 412;
            case Refused _ -> 422;
            case Gone _ -> 410;
            case TooMany _ -> 429;
            case Unavailable _ -> 503;
        };
    }

    /// What a refusal of the framework or the server itself is called.
    static String code(int status) {
        return switch (status) {
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 406 -> "not-acceptable";
            case 413 -> "too-large";
            case 415 -> "unsupported-media-type";
            case 503 -> "unavailable";
            default -> status < 500 ? "malformed" : "internal";
        };
    }

    /// The headers that go with a problem's status.
    public static Map<String, String> headers(Problem problem) {
        return switch (problem) {
            case TooMany tooMany -> Map.of("Retry-After", Long.toString(tooMany.retryAfterSeconds()));
            case Unavailable _ -> Map.of("Retry-After", Integer.toString(Unavailable.RETRY_AFTER_SECONDS));
            case Unauthenticated _ -> Map.of("WWW-Authenticate", "Bearer");
            case Malformed _, Forbidden _, NotFound _, Conflict _, Gone _, Stale _, Refused _ -> Map.of();
        };
    }

    public static Map<String, Object> of(Problem problem, @Nullable String requestId) {
        var body = of(status(problem), problem.code(), String.valueOf(problem.getMessage()), requestId);
        body.putAll(problem.details());
        return body;
    }

    public static Map<String, Object> of(int status, String code, String detail, @Nullable String requestId) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "/problems/" + code);
        body.put("title", TITLES.getOrDefault(status, "Error"));
        body.put("status", status);
        body.put("detail", detail);
        if (requestId != null) {
            body.put("request_id", requestId);
        }
        return body;
    }

    /// Answers with the problem, in a filter, where no handler does it.
    public static void write(HttpServletResponse response, JsonMapper json, Problem problem) throws IOException {
        headers(problem).forEach(response::setHeader);
        write(response, json, status(problem), of(problem, RequestTrace.requestId()));
    }

    /// The same for a status that no [Problem] has.
    public static void write(HttpServletResponse response, JsonMapper json, int status, String code, String detail)
            throws IOException {
        write(response, json, status, of(status, code, detail, RequestTrace.requestId()));
    }

    private static void write(HttpServletResponse response, JsonMapper json, int status, Map<String, Object> body)
            throws IOException {
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }
}
