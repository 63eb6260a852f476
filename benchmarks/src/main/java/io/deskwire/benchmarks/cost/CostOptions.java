package io.deskwire.benchmarks.cost;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the cost is measured.
///
/// @param countStatements instead of anything else: whether PostgreSQL counts statements after its next start
/// @param json where the figures are written
/// @param against figures of an earlier run
record CostOptions(
        Extent extent,
        @Nullable Boolean countStatements,
        @Nullable Path json,
        @Nullable Path against) {

    static final String USAGE = """
            benchmarks/run cost [--requests 600] [--clients 8] [--warm-up 3000] [--idle 15] [--rounds 3]
                                [--json FILE] [--against FILE]
              --requests  measured of each operation    --warm-up  of each operation before that
              --clients   at once                       --idle     seconds that the idle stack is watched
              --rounds    of all outlets, to and fro
              --json      writes the figures            --against  compares with figures written before
            benchmarks/run cost --count-statements yes|no
              whether PostgreSQL counts statements from its next start on (./deskwire down, ./deskwire up)""";

    private static final Set<String> NAMES = Set.of(
            "--requests", "--clients", "--warm-up", "--idle", "--rounds", "--count-statements", "--json", "--against");

    /// @throws IllegalArgumentException with a sentence for whoever called
    static CostOptions of(List<String> arguments) {
        var given = given(arguments);
        return new CostOptions(
                new Extent(
                        number(given, "--requests", 600, 1),
                        number(given, "--clients", 8, 1),
                        number(given, "--warm-up", 3_000, 0),
                        Duration.ofSeconds(number(given, "--idle", 15, 1)),
                        number(given, "--rounds", 3, 1)),
                yes(given, "--count-statements"),
                path(given.get("--json")),
                path(given.get("--against")));
    }

    private static Map<String, String> given(List<String> arguments) {
        var given = new HashMap<String, String>();
        for (int i = 0; i < arguments.size(); i += 2) {
            var name = arguments.get(i);
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("'%s' is no option.%n%s".formatted(name, USAGE));
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException("%s lacks its value.%n%s".formatted(name, USAGE));
            }
            given.put(name, arguments.get(i + 1));
        }
        return given;
    }

    private static int number(Map<String, String> given, String name, int otherwise, int least) {
        var value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < least) {
            throw new IllegalArgumentException(
                    "%s: '%s' (expected: a number from %d to 999999)%n%s".formatted(name, value, least, USAGE));
        }
        return Integer.parseInt(value);
    }

    private static @Nullable Boolean yes(Map<String, String> given, String name) {
        var value = given.get(name);
        if (value != null && !value.matches("yes|no")) {
            throw new IllegalArgumentException("%s: '%s' (expected: yes or no)%n%s".formatted(name, value, USAGE));
        }
        return value == null ? null : value.equals("yes");
    }

    private static @Nullable Path path(@Nullable String value) {
        return value == null ? null : Path.of(value);
    }
}
