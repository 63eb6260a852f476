package io.deskwire.benchmarks.counter;

import java.util.regex.Pattern;

/// What a process of PostgreSQL calls itself, such as `postgres: tickets_app tickets 127.0.0.1(40000) idle`.
public final class BackendTitle {
    /// Sends the write-ahead log to a relay.
    static final String SENDERS = "pg senders";
    /// Cleans up after the writes of all, some time later and in bursts: no measure of what is going on meanwhile.
    public static final String AUTOVACUUM = "pg autovacuum";
    /// Checkpointer, writers, and processes that ended before they were seen.
    static final String OTHER = "pg other";
    /// The benchmark's own questions, which are no part of the cost.
    static final String OWN = "";

    private static final String PREFIX = "postgres: ";
    private static final Pattern CLIENT = Pattern.compile("(\\S+) (\\S+) \\S+\\(\\d+\\)(?: .*)?");

    private BackendTitle() {}

    /// The part of the cost that the process belongs to: the database that it works for, where there is one.
    ///
    /// @param self the role that the benchmark itself connects as
    static String part(String title, String self) {
        var role = title.startsWith(PREFIX) ? title.substring(PREFIX.length()) : title;
        if (role.startsWith("walsender ")) {
            return SENDERS;
        }
        if (role.startsWith("autovacuum ")) {
            return AUTOVACUUM;
        }
        var client = CLIENT.matcher(role.strip());
        if (!client.matches()) {
            return OTHER;
        }
        return client.group(1).equals(self) ? OWN : of(client.group(2));
    }

    public static String of(String database) {
        return "pg " + database;
    }
}
