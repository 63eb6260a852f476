package io.deskwire.benchmarks.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.deskwire.benchmarks.cost.Report.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTableTests {
    private static final Instant BEGUN = Instant.parse("2026-11-30T12:00:00Z");
    private static final Extent EXTENT = new Extent(600, 8, 3_000, Duration.ofSeconds(15), 3);
    private static final List<String> MACHINES =
            List.of("auth", "tickets", "automation", "notification", "gateway", "Kafka");
    private static final List<String> POSTGRES =
            List.of("pg auth", "pg tickets", "pg automation", "pg notification", "pg senders", "pg other");

    @Test
    void hasARowForEachOperationAndAColumnForEachProcess() {
        var text = CostTable.of(report(row("job create", 2)));

        assertThat(text).isEqualTo("""
                                  CPU-ms: JVM                             PostgreSQL                            in all      ms          counts
                per request        auth tickets autom notif gateway Kafka  auth tickets autom notif send. other total   JIT   p50   p99   SQL commit  rows WALkB Kafka
                job create         2.00    2.00  2.00  2.00    2.00  2.00  2.00    2.00  2.00  2.00  2.00  2.00  24.0  0.50  10.0  99.5  6.00   1.00  4.00  5.00  2.50
                  --requests 600 --clients 8 --warm-up 3000 --idle 15 --rounds 3; of the floor 5 times as many requests
                  JIT is a part of the JVMs. Autovacuum comes in bursts: it is in no column and no total, idle or not. Seen meanwhile: none
                """);
    }

    @Test
    void fitsATerminal() {
        assertThat(CostTable.of(report(row("event → realtime", 999))).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(150));
    }

    @Test
    void whatIsNotKnownIsADash() {
        var text = CostTable.of(report(new Row("event → SSE", Map.of("gateway", -0.25), -0.25, Map.of("rows", 0.0))));

        assertThat(row(text, "event → SSE"))
                .containsExactly(
                        "event", "→", "SSE", "–", "–", "–", "–", "-0.25", "–", "–", "–", "–", "–", "–", "–", "-0.25",
                        "–", "–", "–", "–", "–", "0.00", "–", "–");
    }

    @Test
    void processesBesideTheStackAreNamedBelow() {
        var text = CostTable.of(report(new Row(
                "floor: POST+SQL", new TreeMap<>(Map.of("floor", 0.34, "pg deskwire_cost", 0.4)), 0.74, Map.of())));

        assertThat(text.lines().toList().getLast()).isEqualTo("  floor: POST+SQL = floor 0.34 + pg deskwire_cost 0.40");
    }

    @Test
    void autovacuumIsNamedBelowWhereItWasSeen() {
        var seen = new Row("job create", Map.of("gateway", 1.0, "pg autovacuum", 0.42), 1.0, Map.of());
        var hardly = new Row("job claim", Map.of("gateway", 1.0, "pg autovacuum", 0.004), 1.0, Map.of());

        assertThat(CostTable.of(report(seen, hardly)).lines().toList().getLast())
                .endsWith("Seen meanwhile: job create 0.42");
    }

    @Test
    void comparesWithFiguresOfBefore() {
        var text = CostTable.ratios(
                report(row("job create", 2), row("new here", 1)), report(row("job create", 5), row("gone", 1)));

        assertThat(row(text, "job create"))
                .startsWith("job", "create", "2.50", "2.50")
                .endsWith("1.00", "1.00", "1.00", "1.00", "1.00");
        assertThat(text).doesNotContain("new here", "gone", "alike");
    }

    @Test
    void saysWhereWhatIsComparedWasNotMeasuredAlike() {
        var rare = new Report(
                BEGUN,
                new Extent(40, 8, 40, Duration.ofSeconds(5), 1),
                MACHINES,
                POSTGRES,
                List.of(new Row("job create", Map.of("gateway", 1.0), 1.0, Map.of("commits", 1.0))));

        assertThat(CostTable.ratios(report(row("job create", 2)), rare)
                        .lines()
                        .toList()
                        .getLast())
                .isEqualTo("  Not measured alike: before --requests 40 --clients 8 --warm-up 40 --idle 5 --rounds 1,"
                        + " now --requests 600 --clients 8 --warm-up 3000 --idle 15 --rounds 3;"
                        + " statements were counted now, not before, which costs processor time itself");
    }

    @Test
    void outlivesItsFile(@TempDir Path directory) throws Exception {
        var report = report(row("job create", 2));

        report.write(directory.resolve("cost.json"));

        assertThat(Report.read(directory.resolve("cost.json"))).isEqualTo(report);
    }

    @Test
    void aFileThatDoesNotSayHowItWasMeasuredIsRefused(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("old.json"), "{\"requests\":600,\"rows\":[]}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Report.read(file))
                .withMessageContaining("old.json")
                .withMessageContaining("--json");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00",
        "-0.001, 0.00",
        "0.126, 0.13",
        "9.99, 9.99",
        "9.996, 10.0",
        "-12.34, -12.3",
        "-99.96, -100",
        "-123.4, -123",
        "999.9, 999.9",
        "999.96, 1000",
        "12345, 12345"
    })
    void numbersAreShort(double value, String text) {
        assertThat(CostTable.number(value)).isEqualTo(text);
    }

    private static String[] row(String text, String operation) {
        var line = text.lines()
                .filter(candidate -> candidate.startsWith(operation))
                .findFirst();
        return line.orElseThrow().strip().split(" +");
    }

    private static Report report(Row... rows) {
        return new Report(BEGUN, EXTENT, MACHINES, POSTGRES, List.of(rows));
    }

    private static Row row(String operation, double each) {
        var cpu = new TreeMap<String, Double>();
        MACHINES.forEach(part -> cpu.put(part, each));
        POSTGRES.forEach(part -> cpu.put(part, each));
        return new Row(
                operation,
                cpu,
                each * 12,
                Map.of(
                        "compiler_ms", 0.5,
                        "p50_ms", 10.0,
                        "p99_ms", 99.5,
                        "statements", 6.0,
                        "commits", 1.0,
                        "rows", 4.0,
                        "wal_bytes", 5_000.0,
                        "kafka_produce", 1.0,
                        "kafka_fetch", 1.5));
    }
}
