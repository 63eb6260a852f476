package io.deskwire.common.problem;

import io.deskwire.common.observe.RequestTrace;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Answers failures that never reached a controller, in a filter for example, in the same shape as all others.
@RestController
class ProblemErrorController implements ErrorController {
    private final ProblemHandler handler;

    ProblemErrorController(ProblemHandler handler) {
        this.handler = handler;
    }

    @RequestMapping("/error")
    ResponseEntity<Map<String, Object>> error(HttpServletRequest request) {
        return RequestTrace.of(request).call(() -> answer(request));
    }

    private ResponseEntity<Map<String, Object>> answer(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Exception failure) {
            return handler.onAnything(failure);
        }
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        return ResponseEntity.status(status)
                .contentType(MediaType.parseMediaType(ProblemBody.MEDIA_TYPE))
                .body(ProblemBody.of(
                        status, ProblemBody.code(status), "the request could not be served", RequestTrace.requestId()));
    }
}
