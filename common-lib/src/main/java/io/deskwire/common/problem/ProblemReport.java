package io.deskwire.common.problem;

import io.deskwire.common.observe.RequestTrace;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

/// Answers what the server itself refuses, such as a path with an encoded slash, before any filter or controller.
final class ProblemReport extends ErrorReportValve {
    private static final String MESSAGE = "the request could not be served";

    private final JsonMapper json;
    private final RefusalShape shape;

    ProblemReport(JsonMapper json, RefusalShape shape) {
        this.json = json;
        this.shape = shape;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        var status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var path = request.getRequestURI();
        var shaped = path != null && shape.concerns(path);
        try {
            var body = shaped
                    ? shape.refuse(request, response, status, StringUtils.capitalize(MESSAGE))
                    : problem(status, request, response);
            response.setContentType(shaped ? "application/json" : ProblemBody.MEDIA_TYPE);
            response.setCharacterEncoding("UTF-8");
            var writer = response.getReporter();
            if (writer != null) {
                writer.write(json.writeValueAsString(body));
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException gone) {
            container.getLogger().debug("Nobody reads the report", gone);
        }
    }

    private static Map<String, Object> problem(int status, Request request, Response response) {
        var trace = RequestTrace.of(request);
        response.setHeader("X-Request-Id", trace.id());
        return ProblemBody.of(status, ProblemBody.code(status), MESSAGE, trace.id());
    }
}
