package io.deskwire.auth.platform;

import io.deskwire.common.observe.RequestTrace;
import io.deskwire.common.sql.PassingFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.util.StringUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/// GoTrue's error contract, which its clients choose by the header `X-Supabase-Api-Version`: from 2024-01-01 on
/// `{code, message}` with the header echoed, before that `{code: <status>, error_code, msg}`.
///
/// [GoTrueUnmatched] hands it what no controller raised: unknown paths, methods and content types.
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice(annotations = GoTrueApi.class)
class GoTrueErrorHandler {
    private static final Logger log = LoggerFactory.getLogger(GoTrueErrorHandler.class);
    private static final String VERSION = "X-Supabase-Api-Version";
    private static final String VERSIONED = "2024-01-01";
    private static final String WEAK_PASSWORD = "weak_password";

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(GoTrueException failure, HttpServletRequest request) {
        return answer(
                failure.status(), failure.code(), String.valueOf(failure.getMessage()), failure.reasons(), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(HttpMessageNotReadableException failure, HttpServletRequest request) {
        return NestedExceptionUtils.getMostSpecificCause(failure) instanceof BodyLimit.TooLargeException
                ? tooLarge(request)
                : answer(400, "bad_json", "Could not parse request body as JSON", request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(
            MissingServletRequestParameterException failure, HttpServletRequest request) {
        return answer(400, "validation_failed", failure.getParameterName() + " is required", request);
    }

    /// A form's body is read when its first parameter is asked for, and the server refuses it then.
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(InvalidParameterException failure, HttpServletRequest request) {
        log.debug("Unreadable form", failure);
        return answer(400, "validation_failed", "The form is not percent-encoded UTF-8", request);
    }

    /// The database is away, or something was in the way: clients keep the session and try again.
    private ResponseEntity<Map<String, Object>> onPassing(
            Exception failure, String sentence, HttpServletRequest request) {
        var message = StringUtils.capitalize(sentence);
        log.warn("Answered 503, {} request_id={}", message, RequestTrace.requestId(), failure);
        return answer(503, "unexpected_failure", message, request);
    }

    /// The net under the checks: a value that no check foresaw, or two requests that raced for the same address.
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(DataIntegrityViolationException violation, HttpServletRequest request) {
        log.warn("The database refused a value request_id={}", RequestTrace.requestId(), violation);
        var state = NestedExceptionUtils.getMostSpecificCause(violation) instanceof SQLException sql
                ? String.valueOf(sql.getSQLState())
                : "";
        return state.equals("23505")
                ? answer(409, "conflict", "Somebody else was faster, try again", request)
                : answer(400, "validation_failed", "A value cannot be stored", request);
    }

    /// The client went away; there is nobody to answer.
    @ExceptionHandler
    void on(AsyncRequestNotUsableException failure) {
        log.debug("Client left", failure);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(Exception failure, HttpServletRequest request) {
        if (failure instanceof ErrorResponse known) {
            var answer = onFramework(known.getStatusCode().value(), request);
            // Among them is what a 405 has to say: which methods are allowed.
            return ResponseEntity.status(answer.getStatusCode())
                    .headers(answer.getHeaders())
                    .headers(known.getHeaders())
                    .body(answer.getBody());
        }
        var passing = PassingFailure.sentence(failure);
        if (passing.isPresent()) {
            return onPassing(failure, passing.get(), request);
        }
        log.error("Unexpected failure request_id={}", RequestTrace.requestId(), failure);
        return answer(500, "unexpected_failure", "Unexpected failure, please check server logs", request);
    }

    /// For failures before any controller, by the same rules: of the gate to the admin API, and of what it writes down.
    ResponseEntity<Map<String, Object>> onAnything(Exception failure, HttpServletRequest request) {
        return switch (failure) {
            case GoTrueException refusal -> on(refusal, request);
            case DataIntegrityViolationException violation -> on(violation, request);
            case InvalidParameterException unreadable -> on(unreadable, request);
            default -> on(failure, request);
        };
    }

    ResponseEntity<Map<String, Object>> tooLarge(HttpServletRequest request) {
        return answer(
                413,
                "request_entity_too_large",
                "Request body exceeds the limit of %d bytes".formatted(BodyLimit.BYTES),
                request);
    }

    /// What no controller ever sees: the server's own refusals, and addresses that are no text.
    ResponseEntity<Map<String, Object>> unserved(int status, String message, HttpServletRequest request) {
        return answer(status, status < 500 ? "validation_failed" : "unexpected_failure", message, request);
    }

    private static ResponseEntity<Map<String, Object>> onFramework(int status, HttpServletRequest request) {
        return switch (status) {
            case 404 -> answer(404, "unknown", "No such endpoint", request);
            case 405 -> answer(405, "unknown", "Method not allowed", request);
            case 415 -> answer(415, "bad_json", "The request body has to be application/json", request);
            default ->
                answer(status, status < 500 ? "validation_failed" : "unexpected_failure", "Bad request", request);
        };
    }

    private static ResponseEntity<Map<String, Object>> answer(
            int status, String code, String message, HttpServletRequest request) {
        return answer(status, code, message, List.of(), request);
    }

    private static ResponseEntity<Map<String, Object>> answer(
            int status, String code, String message, List<String> reasons, HttpServletRequest request) {
        var body = new LinkedHashMap<String, Object>();
        var requested = request.getHeader(VERSION);
        var versioned =
                requested != null && requested.compareTo(VERSIONED) >= 0 && requested.matches("\\d{4}-\\d\\d-\\d\\d");
        var builder = ResponseEntity.status(status);
        if (versioned) {
            builder.header(VERSION, VERSIONED);
            body.put("code", code);
            body.put("message", message);
        } else {
            body.put("code", status);
            body.put("error_code", code);
            body.put("msg", message);
        }
        if (code.equals(WEAK_PASSWORD)) {
            body.put(WEAK_PASSWORD, Map.of("reasons", reasons));
        }
        if (!versioned || !code.equals(WEAK_PASSWORD)) {
            builder.header("x-sb-error-code", code);
        }
        if ((status == 429 || status == 503) && !saysWhenToRetry()) {
            builder.header("Retry-After", "1");
        }
        return builder.body(body);
    }

    private static boolean saysWhenToRetry() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                && attributes.getResponse() instanceof HttpServletResponse response
                && response.containsHeader("Retry-After");
    }
}
