package io.deskwire.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The same work by so many workers at once, closed loop: each begins anew as soon as it is done.
///
/// @param length of one run; the runs follow each other without a pause
record Load(int workers, Duration warmUp, Duration length) {
    static final int RUNS = 5;

    /// One worker's work; called again and again by its one thread.
    @FunctionalInterface
    interface Work {
        void once() throws Exception;
    }

    /// Makes the work of the worker with this number.
    @FunctionalInterface
    interface Staff {
        Work worker(int number) throws Exception;
    }

    /// How often a second the work was done, in each run.
    record Rates(double[] perSecond) {
        double median() {
            var sorted = perSecond.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }

        double least() {
            return Arrays.stream(perSecond).min().orElseThrow();
        }

        double most() {
            return Arrays.stream(perSecond).max().orElseThrow();
        }
    }

    Rates run(Staff staff) throws Exception {
        return run(List.of(staff)).getFirst();
    }

    /// Several kinds of work in turn, so that a change in the machine's speed meets them all.
    List<Rates> run(List<Staff> staffs) throws Exception {
        var works = new ArrayList<List<Work>>();
        for (var staff : staffs) {
            var staffed = new ArrayList<Work>();
            for (int i = 0; i < workers; i++) {
                staffed.add(staff.worker(i));
            }
            if (!warmUp.isZero()) {
                round(staffed, warmUp);
            }
            works.add(staffed);
        }
        var rates = works.stream().map(_ -> new double[RUNS]).toList();
        for (int i = 0; i < RUNS; i++) {
            for (int staff = 0; staff < works.size(); staff++) {
                rates.get(staff)[i] = round(works.get(staff), length);
            }
        }
        return rates.stream().map(Rates::new).toList();
    }

    private static double round(List<Work> works, Duration length) throws Exception {
        try (var threads = Executors.newFixedThreadPool(works.size())) {
            long begin = System.nanoTime();
            long end = begin + length.toNanos();
            var running = new ArrayList<Future<Long>>();
            for (var work : works) {
                running.add(threads.submit((Callable<Long>) () -> {
                    long done = 0;
                    while (System.nanoTime() < end) {
                        work.once();
                        done++;
                    }
                    return done;
                }));
            }
            long done = 0;
            for (var worker : running) {
                done += worker.get();
            }
            return done / ((System.nanoTime() - begin) / 1e9);
        }
    }
}
