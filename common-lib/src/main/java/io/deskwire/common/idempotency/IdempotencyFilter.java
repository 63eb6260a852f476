package io.deskwire.common.idempotency;

import io.deskwire.common.digest.Sha256;
import io.deskwire.common.idempotency.AnswerRepository.Key;
import io.deskwire.common.identity.CurrentCaller;
import io.deskwire.common.problem.ProblemBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.http.server.PathContainer;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.json.JsonMapper;

/// Makes every POST and PATCH with an `Idempotency-Key` safe to repeat for as long as [AnswerRepository#KEPT].
///
/// Opens the transaction that the service's own joins, so the answer is stored if and only if the effect is. Only
/// successes are stored: a refusal changed nothing and may be tried again. While the first request is still under
/// way a second one gets 409; another body under the same key gets 422. The first answer is given again as long as its
/// caller may still do all that it could when it got it (ADR 0037), and 403 after that: nothing is done twice. What a
/// service does through the system door
/// commits apart from this transaction, so it must be safe to repeat by itself.
final class IdempotencyFilter extends OncePerRequestFilter {
    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";
    private static final int MAX_KEY = 255;
    private static final List<String> KEPT_HEADERS = List.of("Location", "ETag", "Content-Type");
    private static final Set<String> METHODS = Set.of("POST", "PATCH");

    private final TransactionTemplate transaction;
    private final AnswerRepository answers;
    private final List<PathPattern> exempt;
    private final long maxBody;
    private final JsonMapper json;

    IdempotencyFilter(
            TransactionTemplate transaction,
            AnswerRepository answers,
            IdempotencyProperties properties,
            JsonMapper json) {
        this.transaction = transaction;
        this.answers = answers;
        this.exempt = properties.exemptPaths().stream()
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
        this.maxBody = properties.maxBody().toBytes();
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        if (!METHODS.contains(request.getMethod()) || request.getHeader(KEY) == null || CurrentCaller.get() == null) {
            return true;
        }
        var path = PathContainer.parsePath(request.getRequestURI());
        return exempt.stream().anyMatch(pattern -> pattern.matches(path));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var key = request.getHeader(KEY);
        if (key.isBlank() || key.length() > MAX_KEY) {
            refuse(
                    response,
                    400,
                    "malformed",
                    "Idempotency-Key has %d characters (expected: 1 to %d)".formatted(key.length(), MAX_KEY));
            return;
        }
        var body = request.getInputStream().readNBytes((int) maxBody + 1);
        if (body.length > maxBody) {
            refuse(response, 413, "too-large", "the body has more than %d bytes".formatted(maxBody));
            return;
        }
        var caller = Objects.requireNonNull(CurrentCaller.get());
        var write = new Write(
                Key.of(caller, route(request), key),
                Entitlement.of(caller),
                Sha256.of(body),
                new BufferedRequest(request, body),
                new ContentCachingResponseWrapper(response));
        try {
            transaction.executeWithoutResult(status -> perform(write, chain, status));
        } catch (FailedInside failure) {
            failure.rethrow();
        }
        write.response().copyBodyToResponse();
    }

    private static String route(HttpServletRequest request) {
        var query = request.getQueryString();
        return request.getMethod() + " " + request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    private record Write(
            Key key,
            Entitlement entitlement,
            byte[] hash,
            BufferedRequest request,
            ContentCachingResponseWrapper response) {}

    private void perform(Write write, FilterChain chain, TransactionStatus status) {
        try {
            var earlier = answers.earlier(write.key());
            if (!earlier.locked()) {
                refuse(
                        write.response(),
                        409,
                        "idempotency-in-flight",
                        "the same request is being worked on; wait for it");
                return;
            }
            var answer = earlier.answer();
            if (answer != null) {
                replay(write, answer);
                return;
            }
            chain.doFilter(write.request(), write.response());
            if (write.response().getStatus() >= 400) {
                status.setRollbackOnly();
                return;
            }
            answers.store(write.key(), answer(write));
        } catch (ServletException | IOException failure) {
            throw new FailedInside(failure);
        }
    }

    private void replay(Write write, StoredAnswer answer) throws IOException {
        if (!Arrays.equals(answer.requestHash(), write.hash())) {
            refuse(
                    write.response(),
                    422,
                    "idempotency-mismatch",
                    "the Idempotency-Key was used for another body; use a new key for a new request");
            return;
        }
        if (answer.entitlement() == null) {
            refuse(
                    write.response(),
                    403,
                    "idempotency-forbidden",
                    "the request was carried out before an upgrade, and its answer cannot be given again; read what it made instead");
            return;
        }
        var lacking = write.entitlement().lacks(answer.entitlement());
        if (lacking.isPresent()) {
            refuse(
                    write.response(),
                    403,
                    "idempotency-forbidden",
                    "the request was carried out with %s, which you no longer have; its answer is given again only to those who do"
                            .formatted(lacking.get()));
            return;
        }
        write.response().setStatus(answer.status());
        answer.headers().forEach(write.response()::setHeader);
        write.response().setHeader(REPLAYED, "true");
        write.response().getOutputStream().write(answer.body());
    }

    private static StoredAnswer answer(Write write) {
        Map<String, String> headers = new TreeMap<>();
        for (var name : KEPT_HEADERS) {
            var value = write.response().getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new StoredAnswer(
                write.hash(),
                write.response().getStatus(),
                headers,
                write.response().getContentAsByteArray(),
                write.entitlement());
    }

    private void refuse(HttpServletResponse response, int status, String code, String detail) throws IOException {
        ProblemBody.write(response, json, status, code, detail);
    }

    /// Carries a checked failure out of the transaction, which it rolls back.
    private static final class FailedInside extends RuntimeException {
        FailedInside(Exception cause) {
            super(cause);
        }

        void rethrow() throws ServletException, IOException {
            switch (getCause()) {
                case ServletException servlet -> throw servlet;
                case IOException io -> throw io;
                case null, default -> throw this;
            }
        }
    }
}
