package io.deskwire.benchmarks.client;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.DoubleStream;

/// How long the answers took, in milliseconds, sorted.
public record Answers(double[] millis) {

    public static Answers of(double... millis) {
        var sorted = millis.clone();
        Arrays.sort(sorted);
        return new Answers(sorted);
    }

    public static Answers of(Collection<Double> millis) {
        return of(millis.stream().mapToDouble(Double::doubleValue).toArray());
    }

    public int count() {
        return millis.length;
    }

    /// NaN where there is no answer.
    ///
    /// @param share 0.5 for the median, 1 for the longest
    public double percentile(double share) {
        return millis.length == 0
                ? Double.NaN
                : millis[(int) Math.min(millis.length - 1L, (long) (millis.length * share))];
    }

    public Answers plus(Answers other) {
        return of(DoubleStream.concat(Arrays.stream(millis), Arrays.stream(other.millis))
                .toArray());
    }
}
