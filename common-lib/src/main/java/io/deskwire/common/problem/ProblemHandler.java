package io.deskwire.common.problem;

import io.deskwire.common.json.UnknownFieldsException;
import io.deskwire.common.observe.RequestTrace;
import io.deskwire.common.problem.Problem.FieldError;
import io.deskwire.common.problem.Problem.Unavailable;
import io.deskwire.common.sql.PassingFailure;
import jakarta.servlet.ServletException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Maps every failure that leaves a controller to `application/problem+json`.
///
/// A [Problem] tells its own story; framework failures keep their status; anything else is logged once with the
/// request id and answered with a fixed sentence.
@Order(Ordered.LOWEST_PRECEDENCE)
@RestControllerAdvice
class ProblemHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);
    private static final Pattern CAMEL = Pattern.compile("[a-z]+([A-Z][a-z]+)+");

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(Problem problem) {
        var headers = new HttpHeaders();
        ProblemBody.headers(problem).forEach(headers::set);
        return answer(ProblemBody.status(problem), headers, ProblemBody.of(problem, RequestTrace.requestId()));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(HttpMessageNotReadableException failure) {
        return switch (failure.getCause()) {
            case UnknownFieldsException unknown -> unknown(unknown);
            case UnrecognizedPropertyException unknown ->
                malformed(
                        path(unknown), "unknown field (expected: one of %s)".formatted(unknown.getKnownPropertyIds()));
            case InputCoercionException tooLarge -> malformed(path(tooLarge), "the number does not fit");
            case StreamConstraintsException _ ->
                malformed(
                        "", "the body goes beyond what is read (expected: numbers of at most 1000 digits, 500 levels)");
            case StreamReadException _ -> malformed("", "the body is not valid JSON");
            case DatabindException bad -> malformed(path(bad), "a value of another type is expected");
            case null, default -> malformed("", "a JSON body is expected");
        };
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(MethodArgumentTypeMismatchException failure) {
        return malformed(wire(failure.getName()), "'%s' does not fit".formatted(failure.getValue()));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(MissingServletRequestParameterException failure) {
        return malformed(failure.getParameterName(), "must be given");
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(MissingRequestHeaderException failure) {
        return malformed(failure.getHeaderName(), "this header must be given");
    }

    /// A form's body is read when its first parameter is asked for, and the server refuses it then.
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(InvalidParameterException failure) {
        log.debug("Unreadable form", failure);
        return malformed("", "the form is not readable (expected: percent-encoded UTF-8)");
    }

    /// The database is away, or something was in the way: the caller may try again.
    private ResponseEntity<Map<String, Object>> onPassing(Exception failure, String sentence) {
        log.warn("Answered 503, {} request_id={}", sentence, RequestTrace.requestId(), failure);
        return on(new Unavailable(sentence));
    }

    /// The net under the checks: a value no check foresaw, refused by the database itself. Nothing was changed.
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(DataIntegrityViolationException violation) {
        log.warn("The database refused a value request_id={}", RequestTrace.requestId(), violation);
        var state = NestedExceptionUtils.getMostSpecificCause(violation) instanceof SQLException sql
                ? sql.getSQLState()
                : "";
        return switch (state == null ? "" : state) {
            case "23505" ->
                answer(409, new HttpHeaders(), body(409, "conflict", "something with this key exists already"));
            case String known
            when known.startsWith("22") -> malformed("", "a value is out of the range that can be stored");
            default ->
                answer(
                        422,
                        new HttpHeaders(),
                        body(422, "refused", "a value breaks a constraint of the data; nothing was changed"));
        };
    }

    /// The client went away; there is nobody to answer.
    @ExceptionHandler
    void on(AsyncRequestNotUsableException failure) {
        log.debug("Client left", failure);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> on(Exception failure) {
        if (failure instanceof ErrorResponse known) {
            return onFramework(known);
        }
        var passing = PassingFailure.sentence(failure);
        if (passing.isPresent()) {
            return onPassing(failure, passing.get());
        }
        log.error("Unexpected failure request_id={}", RequestTrace.requestId(), failure);
        return answer(500, new HttpHeaders(), body(500, "internal", "an unexpected failure; quote the request_id"));
    }

    /// For failures that no controller raised, by the same rules.
    ResponseEntity<Map<String, Object>> onAnything(Exception failure) {
        return switch (failure instanceof ServletException && failure.getCause() instanceof Exception cause
                ? cause
                : failure) {
            case Problem problem -> on(problem);
            case DataIntegrityViolationException violation -> on(violation);
            case InvalidParameterException unreadable -> on(unreadable);
            case Exception other -> on(other);
        };
    }

    private static ResponseEntity<Map<String, Object>> onFramework(ErrorResponse known) {
        var status = known.getStatusCode().value();
        var code = ProblemBody.code(status);
        var detail = known instanceof NoResourceFoundException
                ? "there is no such endpoint; /docs lists them"
                : known.getBody().getDetail();
        return answer(status, known.getHeaders(), body(status, code, detail == null ? code : detail));
    }

    private static ResponseEntity<Map<String, Object>> unknown(UnknownFieldsException failure) {
        var message = "unknown field (expected: one of %s)".formatted(failure.getKnownPropertyIds());
        var last = path(failure);
        var object = last.substring(0, last.length() - failure.getPropertyName().length());
        return malformed(failure.names().stream()
                .map(name -> new FieldError(object + name, message))
                .toList());
    }

    private static ResponseEntity<Map<String, Object>> malformed(String field, String message) {
        return malformed(List.of(new FieldError(field, message)));
    }

    private static ResponseEntity<Map<String, Object>> malformed(List<FieldError> errors) {
        var fields = errors.stream().map(FieldError::field).collect(Collectors.joining(", "));
        var message = errors.getFirst().message();
        var body = body(400, "malformed", fields.isEmpty() ? message : fields + ": " + message);
        body.put("errors", errors);
        return answer(400, new HttpHeaders(), body);
    }

    private static Map<String, Object> body(int status, String code, String detail) {
        return new LinkedHashMap<>(ProblemBody.of(status, code, detail, RequestTrace.requestId()));
    }

    private static ResponseEntity<Map<String, Object>> answer(
            int status, HttpHeaders headers, Map<String, Object> body) {
        return ResponseEntity.status(HttpStatusCode.valueOf(status))
                .headers(headers)
                .contentType(MediaType.parseMediaType(ProblemBody.MEDIA_TYPE))
                .body(body);
    }

    /// As the contract writes a variable of the path; the names of parameters and headers are given as they are.
    private static String wire(String name) {
        return CAMEL.matcher(name).matches() ? name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT) : name;
    }

    private static String path(JacksonException failure) {
        var path = new StringBuilder();
        for (var step : failure.getPath()) {
            @Nullable String name = step.getPropertyName();
            path.append(path.isEmpty() || name == null ? "" : ".")
                    .append(name == null ? "[" + step.getIndex() + "]" : name);
        }
        return path.toString();
    }
}
