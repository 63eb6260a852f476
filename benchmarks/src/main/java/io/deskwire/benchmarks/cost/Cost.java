package io.deskwire.benchmarks.cost;

import io.deskwire.benchmarks.client.Answers;
import io.deskwire.benchmarks.client.Company;
import io.deskwire.benchmarks.cost.Operations.Operation;
import io.deskwire.benchmarks.cost.Outlets.Outlet;
import io.deskwire.benchmarks.cost.Report.Row;
import io.deskwire.benchmarks.counter.BackendTitle;
import io.deskwire.benchmarks.counter.Scratch;
import io.deskwire.benchmarks.counter.Spent;
import io.deskwire.benchmarks.counter.Spent.Reading;
import io.deskwire.benchmarks.counter.StackCounters;
import io.deskwire.benchmarks.counter.StackCpu;
import io.deskwire.benchmarks.floor.Floor;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What each operation costs the running stack.
///
/// Of each operation the counters are read before the first request and after the last of its consequences; what the
/// idle stack uses in that time is taken off. The clients are in this process, which does not count.
public final class Cost {
    private static final String BASE = "event, unheard";
    private static final String FLOOR = "floor";
    private static final String PAYLOAD = "{\"order\":4711,\"sku\":\"A-1\",\"address\":\"12 Mill Lane, Oxford\"}";
    /// It is so short that the ticks of the counters would show.
    static final int FLOOR_TIMES = 5;

    private final MeasuredStack stack;
    private final Extent extent;
    private final PrintStream out;
    private final Burst burst;

    private Cost(MeasuredStack stack, Extent extent, PrintStream out) {
        this.stack = stack;
        this.extent = extent;
        this.out = out;
        this.burst = new Burst(stack.running().address(), extent.clients());
    }

    /// Arguments: the stack's home, then options.
    public static void main(String[] arguments) throws Exception {
        System.exit(run(Path.of(arguments[0]), Arrays.asList(arguments).subList(1, arguments.length)));
    }

    private static int run(Path home, List<String> arguments) throws Exception {
        if (!Files.isReadable(StackCpu.PROC.resolve("self/stat"))) {
            System.err.println("The processor time of each process is read from /proc, which only Linux has.");
            return 2;
        }
        CostOptions options;
        @Nullable Report before;
        MeasuredStack stack;
        try {
            options = CostOptions.of(arguments);
            if (options.countStatements() != null) {
                MeasuredStack.countStatements(home, options.countStatements());
                System.out.println("That holds after the next ./deskwire down and ./deskwire up.");
                return 0;
            }
            before = options.against() == null ? null : Report.read(options.against());
            stack = MeasuredStack.of(home);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            return 2;
        }
        Report report;
        try (stack) {
            report = new Cost(stack, options.extent(), System.err).measure(Clock.systemUTC());
        }
        System.out.println(CostTable.of(report));
        if (!report.statementsCounted()) {
            System.out.println("""
                    Statements (SQL): not available. They are counted after benchmarks/run cost --count-statements yes,
                    ./deskwire down and ./deskwire up.
                    """);
        }
        if (options.json() != null) {
            report.write(options.json());
        }
        if (before != null) {
            System.out.println(CostTable.ratios(report, before));
        }
        return 0;
    }

    private Report measure(Clock clock) throws Exception {
        var at = clock.instant();
        var operations = Operations.of(Company.founded(stack.running()), extent.clients());
        var quiet = Company.founded(stack.running());
        var outlets = Outlets.of(quiet);
        warmUp(operations.all());
        var idle = idle();
        var rows = new ArrayList<Row>();
        rows.add(Row.of("idle per second", idle.per(idle.seconds()), null));
        for (var operation : operations.all()) {
            say(operation.name());
            var measured = measured(extent.requests(), operation.request(), () -> true);
            rows.add(Row.of(operation.name(), measured.each(idle), measured.answers()));
        }
        rows.addAll(events(outlets, quiet, idle));
        rows.addAll(floor());
        return new Report(
                at, extent, stack.counters().machines(), stack.counters().postgresParts(), rows);
    }

    private void say(String what) {
        out.println("  " + what);
    }

    private void warmUp(List<Operation> operations) throws Exception {
        int rounds = Math.ceilDiv(extent.warmUp(), extent.requests());
        for (int round = 0; round < rounds; round++) {
            say("warm-up, round %d of %d".formatted(round + 1, rounds));
            for (var operation : operations) {
                if (round < operation.warmUpRounds()) {
                    burst.run(extent.requests(), operation.request());
                }
            }
        }
    }

    private Spent idle() throws Exception {
        stack.settling().await();
        stack.settling().vacuum();
        stack.settling().await();
        say("idle");
        var before = stack.counters().read();
        Thread.sleep(extent.idle());
        return stack.counters().read().since(before);
    }

    private record Measured(Spent spent, Answers answers) {
        Measured plus(Measured other) {
            return new Measured(spent.plus(other.spent), answers.plus(other.answers));
        }

        /// For one request, without what the idle stack uses.
        Spent each(Spent idle) {
            return spent.without(idle).per(answers.count());
        }
    }

    /// The stack has to be at rest, and is again.
    private Measured measured(int requests, Burst.Request request, BooleanSupplier arrived) throws Exception {
        var before = stack.counters().read();
        var answers = burst.run(requests, request);
        Settling.await("everything has come to its outlet", arrived);
        stack.settling().await();
        return new Measured(stack.counters().read().since(before), answers);
    }

    /// What an event costs that nobody hears, and how much more it costs with each outlet. A machine that grows
    /// faster or slower meets both alike: the one is measured before and after the others, and these in turn to and
    /// fro.
    private List<Row> events(Outlets outlets, Company quiet, Spent idle) throws Exception {
        int requests = Math.ceilDiv(extent.requests(), extent.rounds());
        var headers = quiet.stack().headers(quiet.apiKey());
        Burst.Request ticket = (_, http) -> http.post(Operations.TICKETS, headers, "{\"subject\":\"Hello\"}");
        var to = List.copyOf(outlets.all().entrySet());
        var sums = new LinkedHashMap<String, Measured>();
        for (int round = 0; round < extent.rounds(); round++) {
            say("outlets, round %d of %d".formatted(round + 1, extent.rounds()));
            sums.merge(BASE, unheard(requests, ticket), Measured::plus);
            for (var outlet : round % 2 == 0 ? to : to.reversed()) {
                sums.merge(outlet.getKey(), heard(outlet.getValue(), requests, ticket), Measured::plus);
            }
            sums.merge(BASE, unheard(requests, ticket), Measured::plus);
        }
        var rows = new ArrayList<Row>();
        var base = Objects.requireNonNull(sums.remove(BASE));
        var unheard = base.each(idle);
        rows.add(Row.of(BASE, unheard, base.answers()));
        sums.forEach((name, sum) -> rows.add(Row.of(name, sum.each(idle).minus(unheard), null)));
        return rows;
    }

    private Measured unheard(int requests, Burst.Request ticket) throws Exception {
        stack.settling().await();
        return measured(requests, ticket, () -> true);
    }

    private Measured heard(Callable<Outlet> opening, int requests, Burst.Request ticket) throws Exception {
        try (var outlet = opening.call()) {
            stack.settling().await();
            return measured(requests, ticket, () -> outlet.has(requests));
        }
    }

    private List<Row> floor() throws Exception {
        say("floor");
        int requests = extent.requests() * FLOOR_TIMES;
        var rows = new ArrayList<Row>();
        try (var floor =
                        Floor.start(Floor.flagsOf(stack.counters().pid("tickets")), stack.scratch(), extent.clients());
                var cpu = stack.counters().beside(FLOOR, floor.pid())) {
            var to = new Burst(floor.address(), extent.clients());
            var json = "Content-Type: application/json\r\n";
            var loop = "/loop?at_once=%d&transactions=%d".formatted(extent.clients(), extent.requests());
            rows.add(floorRow(
                    "floor: POST",
                    requests,
                    cpu,
                    () -> to.run(requests, (_, http) -> http.post("/nothing", json, PAYLOAD))));
            rows.add(floorRow(
                    "floor: 2 SQL",
                    requests,
                    cpu,
                    () -> new Burst(floor.address(), 1).run(FLOOR_TIMES, (_, http) -> http.post(loop, json, PAYLOAD))));
            rows.add(floorRow(
                    "floor: POST+SQL",
                    requests,
                    cpu,
                    () -> to.run(requests, (_, http) -> http.post("/rows", json, PAYLOAD))));
        }
        return rows;
    }

    /// Once to warm up, once measured. Only its own process and its own sessions count.
    private Row floorRow(String name, int requests, StackCpu cpu, Callable<Answers> run) throws Exception {
        run.call();
        var before = new Reading(
                System.nanoTime(), cpu.millis(), Map.of(StackCounters.COMPILER_MILLIS, cpu.compilerMillis()));
        var answers = run.call();
        var after = new Reading(
                System.nanoTime(), cpu.millis(), Map.of(StackCounters.COMPILER_MILLIS, cpu.compilerMillis()));
        var own = Set.of(FLOOR, BackendTitle.of(Scratch.NAME));
        return Row.of(name, after.since(before).of(own).per(requests), answers.count() == requests ? answers : null);
    }
}
