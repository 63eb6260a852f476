package io.deskwire.gateway.address;

import java.util.List;

/// In which shape the clients of an address read errors.
public enum Dialect {
    /// RFC 9457.
    PROBLEM(""),
    /// auth-js: `code`, `message`, and a header that names its API version.
    GOTRUE("/auth/v1/"),
    /// realtime-js over HTTP: `error` or `message`.
    REALTIME("/realtime/v1/"),
    /// postgrest-js: `code`, `message`, `details`, `hint`.
    POSTGREST("/rest/v1/"),
    /// pg_graphql, as GraphQL clients read it: `errors`.
    GRAPHQL("/graphql/v1/"),
    /// storage-js: `statusCode`, `error`, `message`, `code`.
    STORAGE("/storage/v1/"),
    /// functions-js leaves the body to its caller: `code`, `message`, as the original's gateway.
    FUNCTIONS("/functions/v1/");

    private static final List<Dialect> FOREIGN = List.of(GOTRUE, REALTIME, POSTGREST, GRAPHQL, STORAGE, FUNCTIONS);

    private final String prefix;

    Dialect(String prefix) {
        this.prefix = prefix;
    }

    /// @param path as it came
    public static Dialect of(String path) {
        var slashed = path + "/";
        return FOREIGN.stream()
                .filter(dialect -> slashed.startsWith(dialect.prefix))
                .findFirst()
                .orElse(PROBLEM);
    }

    /// What follows the prefix: `todos`, `rpc/close`; empty for the prefix itself.
    public String rest(String path) {
        return path.length() > prefix.length() ? path.substring(prefix.length()) : "";
    }
}
