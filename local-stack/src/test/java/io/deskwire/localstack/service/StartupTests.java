package io.deskwire.localstack.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.localstack.StackException;
import io.deskwire.localstack.service.Startup.Part;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StartupTests {

    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Supplier<Duration> LIVELY = () -> Duration.ofMinutes(59);
    private static final Supplier<Duration> QUIET = () -> Duration.ofMinutes(61);

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Part ready =
            new Part("auth-service", CompletableFuture.completedFuture(null), QUIET, () -> "started");

    @Test
    void waitsWhileAnyPartMovesAndSaysForWhat() {
        var coming = new CompletableFuture<Void>();
        var looks = new AtomicInteger();
        var moving = part(coming, () -> {
            if (looks.incrementAndGet() == 3) {
                coming.complete(null);
            }
            return Duration.ofMinutes(1);
        });
        var waitsForIt = part(coming, QUIET);

        assertThat(startup(ready, moving, waitsForIt).await(LIMIT)).isEmpty();
        assertThat(said).contains("Still waiting for tickets-service, tickets-service");
    }

    @Test
    void namesWhatIsMissingWhereNothingMovesAnyMore() {
        var stuck = part(new CompletableFuture<>(), QUIET);

        assertThat(startup(ready, stuck).await(LIMIT)).containsExactly(stuck);
        assertThat(startup(ready, part(new CompletableFuture<>(), LIVELY)).await(Duration.ofMillis(1)))
                .as("where it moves for ever")
                .hasSize(1);
    }

    @Test
    void quotesTheLastOneThatIsMissing() {
        var coming = new CompletableFuture<Void>();
        var looks = new AtomicInteger();
        var last = part(coming, () -> {
            if (looks.incrementAndGet() == 3) {
                coming.complete(null);
            }
            return Duration.ZERO;
        });

        startup(ready, last).await(LIMIT);

        assertThat(said).first().isEqualTo("Still waiting for tickets-service: migrating");
    }

    @Test
    void throwsTheFirstFailure() {
        var broken = part(CompletableFuture.failedFuture(new StackException("no left shoe")), LIVELY);

        assertThatThrownBy(() ->
                        startup(part(new CompletableFuture<>(), LIVELY), broken).await(LIMIT))
                .isInstanceOf(StackException.class)
                .hasMessage("no left shoe");
    }

    private static Part part(CompletableFuture<?> ready, Supplier<Duration> quiet) {
        return new Part("tickets-service", ready, quiet, () -> "migrating");
    }

    private Startup startup(Part... parts) {
        return new Startup(List.of(parts), said::add, Duration.ZERO);
    }
}
