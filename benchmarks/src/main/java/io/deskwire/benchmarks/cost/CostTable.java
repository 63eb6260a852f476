package io.deskwire.benchmarks.cost;

import io.deskwire.benchmarks.cost.Report.Row;
import io.deskwire.benchmarks.counter.BackendTitle;
import io.deskwire.benchmarks.counter.PostgresCounters;
import io.deskwire.benchmarks.counter.StackCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// A report as lines of a terminal.
final class CostTable {
    private static final int NAME_WIDTH = 17;
    private static final int NUMBER_WIDTH = 6;
    private static final int LONGEST_HEAD = 7;
    /// What is less would be shown as 0.00.
    private static final double LEAST = 0.005;
    private static final String UNKNOWN = "–";

    private final List<Column> columns;
    private final List<Row> rows;

    private CostTable(List<Column> columns, List<Row> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    private record Column(String group, String head, ToDoubleFunction<Row> value) {
        int width() {
            return Math.max(NUMBER_WIDTH, head.length() + 1);
        }
    }

    /// The figures as they are.
    static String of(Report report) {
        return new CostTable(columns(report), report.rows()).render("per request")
                + legend(report)
                + report.rows().stream().map(row -> others(report, row)).collect(Collectors.joining());
    }

    private static String legend(Report report) {
        var vacuum = report.rows().stream()
                .filter(row -> autovacuum(row) >= LEAST)
                .map(row -> row.operation() + " " + number(autovacuum(row)))
                .toList();
        return """
                  %s; of the floor %d times as many requests
                  JIT is a part of the JVMs. Autovacuum comes in bursts: it is in no column and no total, idle or not. Seen meanwhile: %s
                """.formatted(report.extent(), Cost.FLOOR_TIMES, vacuum.isEmpty() ? "none" : String.join(", ", vacuum));
    }

    private static double autovacuum(Row row) {
        return row.cpuMillis().getOrDefault(BackendTitle.AUTOVACUUM, 0.0);
    }

    /// Processes of its total that have no column, as the floor's.
    private static String others(Report report, Row row) {
        var parts = row.cpuMillis().entrySet().stream()
                .filter(part -> !report.machines().contains(part.getKey())
                        && !report.postgres().contains(part.getKey())
                        && !part.getKey().equals(BackendTitle.AUTOVACUUM)
                        && part.getValue() >= LEAST)
                .map(part -> part.getKey() + " " + number(part.getValue()))
                .toList();
        return parts.isEmpty() ? "" : "  %s = %s%n".formatted(row.operation(), String.join(" + ", parts));
    }

    /// How many times less each figure is than before; what was not measured in both has no row.
    static String ratios(Report report, Report before) {
        var known = before.rows().stream().collect(Collectors.toMap(Row::operation, Function.identity()));
        var columns = columns(report).stream()
                .map(column -> new Column(column.group(), column.head(), row -> {
                    var then = known.get(row.operation());
                    return then == null
                            ? Double.NaN
                            : ratio(
                                    column.value().applyAsDouble(then),
                                    column.value().applyAsDouble(row));
                }))
                .toList();
        var rows = report.rows().stream()
                .filter(row -> known.containsKey(row.operation()))
                .toList();
        return new CostTable(columns, rows).render("before / now") + differences(report, before);
    }

    /// Where the two were not measured alike, a line that says so.
    private static String differences(Report report, Report before) {
        var differences = new ArrayList<String>();
        if (!report.extent().equals(before.extent())) {
            differences.add("before %s, now %s".formatted(before.extent(), report.extent()));
        }
        if (report.statementsCounted() != before.statementsCounted()) {
            differences.add("statements were counted %s, which costs processor time itself"
                    .formatted(before.statementsCounted() ? "before, not now" : "now, not before"));
        }
        return differences.isEmpty() ? "" : "  Not measured alike: %s%n".formatted(String.join("; ", differences));
    }

    /// Below a hundredth there is nothing to compare.
    private static double ratio(double before, double now) {
        return before < 0.01 || now < 0.01 ? Double.NaN : before / now;
    }

    private static List<Column> columns(Report report) {
        var columns = new ArrayList<Column>();
        for (var part : report.machines()) {
            columns.add(part("CPU-ms: JVM", part));
        }
        for (var part : report.postgres()) {
            columns.add(part("PostgreSQL", part));
        }
        columns.add(new Column("in all", "total", Row::totalCpuMillis));
        columns.add(figure("in all", "JIT", StackCounters.COMPILER_MILLIS, 1));
        columns.add(figure("ms", "p50", Report.HALF, 1));
        columns.add(figure("ms", "p99", Report.NEARLY_ALL, 1));
        columns.add(figure("counts", "SQL", PostgresCounters.STATEMENTS, 1));
        columns.add(figure("counts", "commit", PostgresCounters.COMMITS, 1));
        columns.add(figure("counts", "rows", PostgresCounters.ROWS, 1));
        columns.add(figure("counts", "WALkB", PostgresCounters.WAL_BYTES, 1_000));
        columns.add(new Column("counts", "Kafka", CostTable::kafka));
        return columns;
    }

    private static Column part(String group, String part) {
        var name = part.replaceAll("^pg ", "");
        var head = name.equals("senders") ? "send." : name.length() > LONGEST_HEAD ? name.substring(0, 5) : name;
        return new Column(group, head, row -> row.cpuMillis().getOrDefault(part, Double.NaN));
    }

    private static Column figure(String group, String head, String figure, double unit) {
        return new Column(group, head, row -> row.figure(figure) / unit);
    }

    private static double kafka(Row row) {
        return row.figures().entrySet().stream()
                .filter(figure -> figure.getKey().startsWith("kafka_"))
                .mapToDouble(Map.Entry::getValue)
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    private String render(String title) {
        var lines = new ArrayList<String>();
        lines.add(groups());
        lines.add(pad(title) + joined(column -> right(column.head(), column.width())));
        for (var row : rows) {
            lines.add(pad(row.operation())
                    + joined(column -> right(number(column.value().applyAsDouble(row)), column.width())));
        }
        return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
    }

    private String joined(Function<Column, String> cell) {
        return columns.stream().map(cell).collect(Collectors.joining());
    }

    /// Each name once, above the first of its columns.
    private String groups() {
        var line = new StringBuilder(" ".repeat(NAME_WIDTH));
        var last = "";
        int end = NAME_WIDTH;
        for (var column : columns) {
            if (!column.group().equals(last)) {
                last = column.group();
                line.append(" ".repeat(Math.max(0, end + 1 - line.length()))).append(last);
            }
            end += column.width();
        }
        return line.toString();
    }

    private static String pad(String name) {
        return name + " ".repeat(Math.max(0, NAME_WIDTH - name.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }

    /// At most five characters from -9999 to 99999.
    static String number(double value) {
        if (Double.isNaN(value)) {
            return UNKNOWN;
        }
        double size = Math.abs(value);
        var form = size < 9.995 ? "%.2f" : size < (value < 0 ? 99.95 : 999.95) ? "%.1f" : "%.0f";
        var text = String.format(Locale.ROOT, form, value);
        return text.matches("-0\\.0*") ? text.substring(1) : text;
    }
}
