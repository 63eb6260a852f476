package io.deskwire.benchmarks.counter;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;

/// What was used in a time, or of it for one operation.
///
/// @param cpu milliseconds of processor time, by process
/// @param counts statements, commits and so on, by name
public record Spent(double seconds, Map<String, Double> cpu, Map<String, Double> counts) {

    public Spent {
        cpu = Map.copyOf(cpu);
        counts = Map.copyOf(counts);
    }

    /// What all counters showed at a moment.
    ///
    /// @param nanos of [System#nanoTime]
    public record Reading(long nanos, Map<String, Double> cpu, Map<String, Double> counts) {

        public Spent since(Reading before) {
            return new Spent(
                    (nanos - before.nanos) / 1e9,
                    combined(cpu, before.cpu, (now, then) -> now - then),
                    combined(counts, before.counts, (now, then) -> now - then));
        }
    }

    /// Without what the stack would have used in the same time anyway. Of autovacuum nothing is taken off, here and in
    /// [#minus]: it comes in bursts, and none is like another.
    public Spent without(Spent idle) {
        double share = seconds / idle.seconds;
        return new Spent(
                seconds,
                combined(cpu, steady(idle.cpu), (used, rest) -> used - rest * share),
                combined(counts, idle.counts, (used, rest) -> used - rest * share));
    }

    public Spent plus(Spent other) {
        return new Spent(
                seconds + other.seconds,
                combined(cpu, other.cpu, Double::sum),
                combined(counts, other.counts, Double::sum));
    }

    public Spent minus(Spent other) {
        return new Spent(
                seconds - other.seconds,
                combined(cpu, steady(other.cpu), (mine, its) -> mine - its),
                combined(counts, other.counts, (mine, its) -> mine - its));
    }

    public Spent per(double number) {
        return new Spent(
                seconds / number,
                combined(cpu, Map.of(), (used, _) -> used / number),
                combined(counts, Map.of(), (used, _) -> used / number));
    }

    /// Only these parts.
    public Spent of(Set<String> parts) {
        return new Spent(
                seconds,
                cpu.entrySet().stream()
                        .filter(entry -> parts.contains(entry.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                counts);
    }

    /// Without autovacuum's.
    public double totalCpu() {
        return steady(cpu).values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static Map<String, Double> steady(Map<String, Double> cpu) {
        var steady = new TreeMap<>(cpu);
        steady.remove(BackendTitle.AUTOVACUUM);
        return steady;
    }

    /// What one of them lacks counts as nothing.
    private static Map<String, Double> combined(
            Map<String, Double> one, Map<String, Double> other, DoubleBinaryOperator how) {
        var combined = new TreeMap<String, Double>();
        one.forEach((name, value) -> combined.put(name, how.applyAsDouble(value, other.getOrDefault(name, 0.0))));
        other.forEach((name, value) -> combined.putIfAbsent(name, how.applyAsDouble(0, value)));
        return combined;
    }
}
