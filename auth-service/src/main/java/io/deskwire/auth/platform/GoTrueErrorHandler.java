package io.deskwire.auth.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// GoTrue's error contract, which its clients choose by the header `X-Supabase-Api-Version`: from 2024-01-01 on
/// `{code, message}` with the header echoed, before that `{code: <status>, error_code, msg}`.
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice(annotations = GoTrueApi.class)
class GoTrueErrorHandler {
    private static final Logger log = LoggerFactory.getLogger(GoTrueErrorHandler.class);
    private static final String VERSION = "X-Supabase-Api-Version";
    private static final String VERSIONED = "2024-01-01";

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(GoTrueException failure, HttpServletRequest request) {
        return answer(failure.status(), failure.code(), String.valueOf(failure.getMessage()), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(HttpMessageNotReadableException failure, HttpServletRequest request) {
        return answer(400, "bad_json", "Could not parse request body as JSON", request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(
            MissingServletRequestParameterException failure, HttpServletRequest request) {
        return answer(400, "validation_failed", failure.getParameterName() + " is required", request);
    }

    /// The database is away: clients keep the session and try again.
    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class
    })
    ResponseEntity<Map<String, Object>> onDatabaseAway(Exception failure, HttpServletRequest request) {
        log.warn("Database did not answer {}", request.getRequestURI(), failure);
        return answer(503, "unexpected_failure", "The database does not answer, try again", request);
    }

    private static ResponseEntity<Map<String, Object>> answer(
            int status, String code, String message, HttpServletRequest request) {
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
        if ("weak_password".equals(code)) {
            body.put("weak_password", Map.of("reasons", List.of("length")));
        }
        return builder.header("x-sb-error-code", code).body(body);
    }
}
