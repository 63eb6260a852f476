package io.deskwire.localstack.launcher;

import io.deskwire.localstack.StackException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an operator does to a running installation, through its public port. Each answers the process's exit code.
record OperatorCommands(Installation installation, PrintStream out) {
    private static final String DROP = "--drop-previous";

    /// `keys rotate [--drop-previous]`
    int keys(List<String> args) {
        if (args.isEmpty() || !args.getFirst().equals("rotate") || args.size() > 2) {
            throw usage("keys rotate [" + DROP + "]");
        }
        var drop = args.size() == 2;
        if (drop && !args.getLast().equals(DROP)) {
            throw usage("keys rotate [" + DROP + "]");
        }
        var keys = installation
                .post("/auth/v1/admin/keys/rotate", Map.of("drop_previous", drop))
                .get("keys");
        var fresh = keys.get(keys.size() - 1);
        out.printf(
                "New key %s is published, and signs from %s on.%n",
                fresh.get("kid").asString(), fresh.get("activates_at").asString());
        if (drop) {
            out.println("The keys before it are gone, and with them all their tokens within minutes.");
        }
        for (var old : keys) {
            if (old != fresh) {
                out.printf(
                        "Old key %s stays published until %s.%n",
                        old.get("kid").asString(), old.get("leaves_at").asString());
            }
        }
        return 0;
    }

    /// `audit verify [tenant]`: 1 where a chain is broken, and only then.
    int audit(List<String> args) {
        if (args.isEmpty() || !args.getFirst().equals("verify") || args.size() > 2) {
            throw usage("audit verify [tenant's id or slug | platform]");
        }
        var tenant = args.size() == 2 ? args.getLast() : null;
        var tally = new Tally();
        String cursor = null;
        do {
            var answer = installation.get("/auth/v1/admin/audit/chains" + query(tenant, cursor));
            answer.get("chains").forEach(tally::add);
            cursor = answer.path("next_cursor").asString(null);
        } while (cursor != null);
        tally.broken.values().forEach(out::println);
        out.printf(
                "Checked %d %s with %d entries: %s.%n",
                tally.chains,
                tally.chains == 1 ? "chain" : "chains",
                tally.entries,
                tally.broken.isEmpty() ? "all hold" : tally.broken.size() + " broken");
        return tally.broken.isEmpty() ? 0 : 1;
    }

    /// What all answers say together.
    private static final class Tally {
        private long chains;
        private long entries;
        private final Map<String, String> broken = new TreeMap<>();

        void add(JsonNode chain) {
            entries += chain.get("entries").asLong();
            if (chain.get("complete").asBoolean()) {
                chains++;
            }
            if (!chain.get("broken_at").isNull()) {
                var name = chain.get("name").asString();
                var id = chain.get("tenant_id").asString();
                broken.put(
                        id,
                        "BROKEN  %s (%s) at entry %d"
                                .formatted(name, id, chain.get("broken_at").asLong()));
            }
        }
    }

    private static String query(@Nullable String tenant, @Nullable String cursor) {
        var query = new StringBuilder();
        if (tenant != null) {
            query.append("?tenant=").append(URLEncoder.encode(tenant, StandardCharsets.UTF_8));
        }
        if (cursor != null) {
            query.append(query.isEmpty() ? "?" : "&").append("cursor=");
            query.append(URLEncoder.encode(cursor, StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    private static StackException usage(String words) {
        return new StackException("usage: ./deskwire " + words);
    }
}
