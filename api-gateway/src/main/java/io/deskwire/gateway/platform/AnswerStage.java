package io.deskwire.gateway.platform;

import io.deskwire.common.problem.Problem;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.common.problem.Problem.Unavailable;
import io.deskwire.common.problem.ProblemBody;
import io.deskwire.gateway.address.Address;
import io.deskwire.gateway.credential.KeyRefusedException;
import io.deskwire.gateway.edge.Arrival;
import io.deskwire.gateway.edge.RequestEventLoop;
import io.deskwire.gateway.edge.Stage;
import io.deskwire.gateway.message.BodyTooLargeException;
import io.deskwire.gateway.message.MalformedHeadException;
import io.deskwire.gateway.service.Service;
import io.deskwire.gateway.service.ServiceUnavailableException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/// Turns whatever fails behind it into an answer: RFC 9457, or the shapes that Supabase's clients read.
final class AnswerStage implements Stage {
    private static final Logger log = LoggerFactory.getLogger(AnswerStage.class);

    private final JsonMapper json;
    private final Outages outages = new Outages();

    AnswerStage(JsonMapper json) {
        this.json = json;
    }

    record Answer(int status, MediaType type, Map<String, Object> body) {
        boolean isProblem() {
            return type.equals(MediaType.APPLICATION_PROBLEM_JSON);
        }

        static Answer problem(int status, String code, String detail, Arrival arrival) {
            return problem(
                    status, ProblemBody.of(status, code, detail, arrival.trace().id()));
        }

        static Answer problem(int status, Map<String, Object> body) {
            return new Answer(status, MediaType.APPLICATION_PROBLEM_JSON, new LinkedHashMap<>(body));
        }
    }

    @Override
    public Mono<Void> pass(ServerWebExchange exchange, WebFilterChain next) {
        return Mono.defer(() -> next.filter(exchange)).onErrorResume(failure -> {
            if (exchange.getResponse().isCommitted()) {
                // The head is gone: ending the connection is the only way to say that the rest is missing.
                return Mono.error(failure);
            }
            return RequestEventLoop.begin(exchange, () -> write(exchange, failure));
        });
    }

    private Mono<Void> write(ServerWebExchange exchange, Throwable failure) {
        var arrival = Arrival.of(exchange);
        var response = exchange.getResponse();
        var headers = response.getHeaders();
        headers.remove(HttpHeaders.TRANSFER_ENCODING);
        var answer = Shapes.of(answer(failure, arrival, exchange), exchange);
        if (answer.status() == 503) {
            headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(Unavailable.RETRY_AFTER_SECONDS));
        }
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        headers.setContentType(answer.type());
        var bytes = json.writeValueAsBytes(answer.body());
        headers.setContentLength(bytes.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(bytes)));
    }

    private Answer answer(Throwable failure, Arrival arrival, ServerWebExchange exchange) {
        var headers = exchange.getResponse().getHeaders();
        return switch (failure) {
            case Problem problem -> {
                ProblemBody.headers(problem).forEach(headers::set);
                if (problem instanceof Unauthenticated) {
                    headers.set(HttpHeaders.WWW_AUTHENTICATE, challenge(exchange));
                }
                yield Answer.problem(
                        ProblemBody.status(problem),
                        ProblemBody.of(problem, arrival.trace().id()));
            }
            case KeyRefusedException refusal -> {
                headers.set(HttpHeaders.WWW_AUTHENTICATE, "Key realm=\"deskwire\"");
                yield new Answer(
                        401,
                        MediaType.APPLICATION_JSON,
                        new LinkedHashMap<>(Map.of("message", message(refusal), "hint", refusal.hint())));
            }
            case MalformedHeadException malformed -> Answer.problem(400, "malformed", message(malformed), arrival);
            case BodyTooLargeException tooLarge -> Answer.problem(413, "too-large", message(tooLarge), arrival);
            case ServiceUnavailableException away -> unavailable(away.service(), away.getCause(), arrival);
            case IOException broken
            when arrival.address() instanceof Address address -> unavailable(address.service(), broken, arrival);
            case RejectedExecutionException _ ->
                Answer.problem(503, "unavailable", "too many requests are waiting; try again", arrival);
            case ResponseStatusException known -> framework(known, arrival);
            default -> unexpected(failure, arrival);
        };
    }

    private static Answer framework(ResponseStatusException known, Arrival arrival) {
        var status = known.getStatusCode().value();
        if (status == 504 && arrival.address() instanceof Address address) {
            return Answer.problem(503, "unavailable", tooSlow(address.service()), arrival);
        }
        return switch (status) {
            case 404 -> Answer.problem(404, "not-found", "nothing answers at this address", arrival);
            case 405 -> Answer.problem(405, "method-not-allowed", "the method is not allowed here", arrival);
            case 500 -> unexpected(known, arrival);
            default -> Answer.problem(status, "malformed", "the request is not accepted", arrival);
        };
    }

    private static String tooSlow(Service service) {
        return service.wire()
                + " did not answer in time; repeat the request, with the same Idempotency-Key if it had one";
    }

    private Answer unavailable(Service service, @Nullable Throwable cause, Arrival arrival) {
        if (outages.isNews(service)) {
            log.warn(
                    "{} does not answer, for example to request_id={}: {}",
                    service.wire(),
                    arrival.trace().id(),
                    String.valueOf(cause));
        }
        return Answer.problem(503, "unavailable", service.wire() + " does not answer; try again", arrival);
    }

    private static Answer unexpected(Throwable failure, Arrival arrival) {
        log.error("Unexpected failure request_id={}", arrival.trace().id(), failure);
        return Answer.problem(500, "internal", "an unexpected failure; quote the request_id", arrival);
    }

    /// RFC 6750: who sent a token is told that it does not hold.
    private static String challenge(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION) == null
                ? "Bearer"
                : "Bearer error=\"invalid_token\"";
    }

    private static String message(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }
}
