package io.deskwire.gateway.platform;

import io.deskwire.gateway.address.Dialect;
import io.deskwire.gateway.platform.AnswerStage.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;

/// Problems in the shapes that Supabase's clients read, so that their `error.message` and `error.code` say something.
final class Shapes {
    private static final String API_VERSION = "X-Supabase-Api-Version";

    private Shapes() {}

    static Answer of(Answer answer, ServerWebExchange exchange) {
        if (!answer.isProblem()) {
            return answer;
        }
        var path = exchange.getRequest().getPath().value();
        var dialect = Dialect.of(path);
        var rest = dialect.rest(path);
        return switch (dialect) {
            case PROBLEM -> answer;
            case GOTRUE -> goTrue(answer, exchange);
            case REALTIME -> realtime(answer);
            case POSTGREST -> json(answer, postgRest(answer, rest));
            case GRAPHQL -> json(answer, graphQl(answer));
            case STORAGE -> json(answer, storage(answer));
            case FUNCTIONS -> json(answer, functions(answer));
        };
    }

    private static Answer json(Answer answer, Map<String, Object> body) {
        return new Answer(answer.status(), MediaType.APPLICATION_JSON, body);
    }

    /// auth-js reads `message` and, of the API version it asked for and finds echoed, `code`.
    private static Answer goTrue(Answer answer, ServerWebExchange exchange) {
        var code = switch (answer.status()) {
            case 400 -> "validation_failed";
            case 413 -> "request_entity_too_large";
            case 429 -> "over_request_rate_limit";
            case 401 -> "no_authorization";
            default -> "unexpected_failure";
        };
        answer.body().putIfAbsent("code", code);
        answer.body().putIfAbsent("error_code", code);
        answer.body().putIfAbsent("message", detail(answer));
        var headers = exchange.getResponse().getHeaders();
        headers.set("x-sb-error-code", code);
        var version = exchange.getRequest().getHeaders().getFirst(API_VERSION);
        if (version != null && version.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            headers.set(API_VERSION, version);
        }
        return answer;
    }

    private static Answer realtime(Answer answer) {
        answer.body().putIfAbsent("error", detail(answer));
        answer.body().putIfAbsent("message", detail(answer));
        return answer;
    }

    private static Map<String, Object> postgRest(Answer answer, String rest) {
        var body = new LinkedHashMap<String, Object>();
        if (answer.status() != 404) {
            body.put("code", code(answer));
            body.put("message", detail(answer));
            body.put("details", null);
            body.put("hint", null);
            return body;
        }
        var isFunction = rest.startsWith("rpc/");
        var name = isFunction ? rest.substring("rpc/".length()) : rest;
        if (name.isEmpty() || name.contains("/")) {
            body.put("code", "PGRST125");
            body.put("message", "Invalid path specified in request URL");
        } else if (isFunction) {
            body.put("code", "PGRST202");
            body.put("message", "Could not find the function public." + name + " in the schema cache");
        } else {
            body.put("code", "PGRST205");
            body.put("message", "Could not find the table 'public." + name + "' in the schema cache");
        }
        body.put("details", null);
        body.put("hint", absent("data API"));
        return body;
    }

    private static Map<String, Object> graphQl(Answer answer) {
        var message = answer.status() == 404 ? absent("GraphQL API") : detail(answer);
        var body = new LinkedHashMap<String, Object>();
        body.put("code", code(answer));
        body.put("message", message);
        body.put("details", null);
        body.put("hint", null);
        body.put("errors", List.of(Map.of("message", message)));
        return body;
    }

    private static Map<String, Object> storage(Answer answer) {
        var missing = answer.status() == 404;
        var body = new LinkedHashMap<String, Object>();
        body.put("statusCode", Integer.toString(answer.status()));
        body.put("error", missing ? "not_found" : code(answer));
        body.put("message", missing ? absent("storage API") : detail(answer));
        body.put("code", missing ? "NotFound" : code(answer));
        return body;
    }

    private static Map<String, Object> functions(Answer answer) {
        var missing = answer.status() == 404;
        var body = new LinkedHashMap<String, Object>();
        body.put("code", missing ? "NOT_FOUND" : code(answer));
        body.put("message", missing ? "Requested function was not found: " + absent("functions") : detail(answer));
        return body;
    }

    private static String absent(String what) {
        return "this deployment has no " + what;
    }

    private static String detail(Answer answer) {
        return String.valueOf(answer.body().get("detail"));
    }

    /// The last part of the problem's type.
    private static String code(Answer answer) {
        var type = String.valueOf(answer.body().get("type"));
        return type.substring(type.lastIndexOf('/') + 1);
    }
}
