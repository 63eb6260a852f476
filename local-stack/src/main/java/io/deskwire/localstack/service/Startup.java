package io.deskwire.localstack.service;

import io.deskwire.localstack.StackException;
import io.deskwire.localstack.home.Progress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The wait for parts that start beside each other. It goes on while any of them moves, since they share a machine and
/// wait for one another, and it says now and then what it waits for.
public final class Startup {

    public static final Duration TELL = Duration.ofSeconds(15);

    private static final Duration LOOK = Duration.ofMillis(200);
    /// One that repeats the same complaint for ever moves too: so many times the limit is the end.
    private static final int LONGEST = 10;

    /// @param quiet since its last sign of life
    /// @param lastWords a line, perhaps empty
    public record Part(String name, CompletableFuture<?> ready, Supplier<Duration> quiet, Supplier<String> lastWords) {}

    private final List<Part> parts;
    private final Progress progress;
    private final Duration tell;

    public Startup(List<Part> parts, Progress progress, Duration tell) {
        this.parts = parts;
        this.progress = progress;
        this.tell = tell;
    }

    /// Throws the first failure as soon as it is there.
    ///
    /// @param limit without a sign of life of any part that is still missing
    /// @return what is missing then; nothing where all are ready
    public List<Part> await(Duration limit) {
        var settled = settled();
        long began = System.nanoTime();
        long told = began;
        while (!isDone(settled)) {
            var missing = missing();
            if (isQuiet(missing, limit) || since(began).dividedBy(LONGEST).compareTo(limit) > 0) {
                return missing;
            }
            if (since(told).compareTo(tell) >= 0) {
                told = System.nanoTime();
                progress.say(words(missing));
            }
        }
        return List.of();
    }

    private List<Part> missing() {
        return parts.stream().filter(part -> !part.ready().isDone()).toList();
    }

    private static boolean isQuiet(List<Part> missing, Duration limit) {
        return !missing.isEmpty()
                && missing.stream().allMatch(part -> part.quiet().get().compareTo(limit) > 0);
    }

    private static String words(List<Part> missing) {
        var names = missing.stream().map(Part::name).collect(Collectors.joining(", "));
        var last = missing.size() == 1 ? missing.getFirst().lastWords().get() : "";
        return "Still waiting for " + names + (last.isEmpty() ? "" : ": " + last);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private CompletableFuture<?> settled() {
        var settled = new CompletableFuture<Void>();
        var all = parts.stream().map(Part::ready).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).thenRun(() -> settled.complete(null));
        parts.forEach(part -> part.ready().whenComplete((_, failure) -> {
            if (failure != null) {
                settled.completeExceptionally(failure);
            }
        }));
        return settled;
    }

    private static boolean isDone(CompletableFuture<?> future) {
        try {
            future.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while it was starting");
        } catch (ExecutionException e) {
            var cause = e.getCause() instanceof CompletionException wrapped ? wrapped.getCause() : e.getCause();
            throw cause instanceof RuntimeException failure ? failure : new CompletionException(cause);
        }
    }
}
