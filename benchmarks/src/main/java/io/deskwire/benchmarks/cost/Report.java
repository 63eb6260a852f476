package io.deskwire.benchmarks.cost;

import io.deskwire.benchmarks.client.Answers;
import io.deskwire.benchmarks.client.Running;
import io.deskwire.benchmarks.counter.PostgresCounters;
import io.deskwire.benchmarks.counter.Spent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The figures of one run, as they are kept in a file.
///
/// @param machines the stack's JVMs, in the order of the table
/// @param postgres likewise, of PostgreSQL's processes
record Report(Instant at, Extent extent, List<String> machines, List<String> postgres, List<Row> rows) {

    static final String HALF = "p50_ms";
    static final String NEARLY_ALL = "p99_ms";

    /// What one operation cost.
    ///
    /// @param cpuMillis by process
    /// @param totalCpuMillis of all of them but autovacuum
    /// @param figures statements, commits and so on; one that is not known is missing
    record Row(String operation, Map<String, Double> cpuMillis, double totalCpuMillis, Map<String, Double> figures) {

        static Row of(String operation, Spent each, @Nullable Answers answers) {
            var figures = new TreeMap<>(each.counts());
            if (answers != null) {
                figures.put(HALF, answers.percentile(0.50));
                figures.put(NEARLY_ALL, answers.percentile(0.99));
            }
            return new Row(operation, new TreeMap<>(each.cpu()), each.totalCpu(), figures);
        }

        /// NaN where it is not known.
        double figure(String name) {
            return figures.getOrDefault(name, Double.NaN);
        }
    }

    boolean statementsCounted() {
        return rows.stream().anyMatch(row -> row.figures().containsKey(PostgresCounters.STATEMENTS));
    }

    void write(Path file) throws IOException {
        Files.writeString(file, Running.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }

    /// @throws IllegalArgumentException where an earlier version has written it, which measured otherwise
    static Report read(Path file) throws IOException {
        var tree = Running.JSON.readTree(Files.readString(file));
        if (!tree.has("extent")) {
            throw new IllegalArgumentException(
                    file + " does not say how it was measured (expected: a file that --json of this version wrote)");
        }
        return Running.JSON.treeToValue(tree, Report.class);
    }
}
