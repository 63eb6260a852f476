package io.deskwire.gateway.health;

import io.deskwire.gateway.edge.EdgeProperties;
import io.deskwire.gateway.service.Service;
import io.deskwire.gateway.service.ServiceCalls;
import java.util.Arrays;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Asks every service at once whether it is ready, at most once in a while however many ask.
final class HealthProbe {
    /// @param down the services that are not ready or do not answer, in the order of [Service]
    record State(List<String> down) {}

    private final ServiceCalls calls;
    private final EdgeProperties limits;
    private final Mono<State> state;

    HealthProbe(ServiceCalls calls, EdgeProperties limits) {
        this.calls = calls;
        this.limits = limits;
        this.state = Mono.defer(this::ask).cache(limits.probeCache());
    }

    Mono<State> state() {
        return state;
    }

    private Mono<State> ask() {
        return Flux.fromIterable(Arrays.asList(Service.values()))
                .flatMapSequential(
                        service -> ready(service).filter(ready -> !ready).map(_ -> service.wire()))
                .collectList()
                .map(State::new);
    }

    private Mono<Boolean> ready(Service service) {
        return calls.to(service)
                .get()
                .uri("/actuator/health/readiness")
                .responseSingle((answer, body) ->
                        body.asByteArray().then(Mono.just(answer.status().code() == 200)))
                .timeout(limits.probeTimeout())
                .onErrorReturn(false);
    }
}
