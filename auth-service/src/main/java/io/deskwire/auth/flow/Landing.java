package io.deskwire.auth.flow;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/// Where a browser lands after a sign-in, with what its client library reads from the address: `?code=` for PKCE, else
/// everything in the fragment, which no server sees. A fragment of the target itself gives way.
public final class Landing {
    private Landing() {}

    public static String withCode(String target, UUID authCode) {
        return at(target, Map.of("code", authCode.toString()), Map.of());
    }

    /// GoTrue marks its fragments with an empty `sb`.
    public static String withFragment(String target, Map<String, String> values) {
        var marked = new TreeMap<>(values);
        marked.put("sb", "");
        return at(target, Map.of(), marked);
    }

    /// A message or a failure: in the fragment always, for PKCE in the query too.
    public static String withMessage(String target, Map<String, String> values, boolean pkce) {
        var marked = new TreeMap<>(values);
        marked.put("sb", "");
        return at(target, pkce ? values : Map.of(), marked);
    }

    /// GoTrue's `error`, `error_code` and `error_description`.
    public static String withError(String target, int status, String code, String message, boolean pkce) {
        var error = switch (status) {
            case 400 -> "invalid_request";
            case 401 -> "unauthorized_client";
            case 403 -> "access_denied";
            case 503 -> "temporarily_unavailable";
            default -> "server_error";
        };
        return withMessage(target, Map.of("error", error, "error_code", code, "error_description", message), pkce);
    }

    private static String at(String target, Map<String, String> query, Map<String, String> fragment) {
        var hash = target.indexOf('#');
        var address = new StringBuilder(hash < 0 ? target : target.substring(0, hash));
        if (!query.isEmpty()) {
            address.append(address.indexOf("?") < 0 ? "?" : "&").append(encoded(query));
        }
        if (!fragment.isEmpty()) {
            address.append('#').append(encoded(fragment));
        }
        return address.toString();
    }

    private static String encoded(Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(value ->
                                value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }
}
