package io.deskwire.auth.audit;

import io.deskwire.common.observe.ClientAddress;
import io.deskwire.common.observe.Legible;
import io.deskwire.common.observe.RequestTrace;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Where a deed came from; all null for work of no request.
///
/// @param userAgent the client's own word, without control characters, at most 300 characters
public record Origin(
        @Nullable String address,
        @Nullable String userAgent,
        @Nullable String requestId) {
    private static final Origin NO_REQUEST = new Origin(null, null, null);
    private static final int MAX_USER_AGENT = 300;

    static Origin current() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? of(attributes.getRequest())
                : NO_REQUEST;
    }

    private static Origin of(HttpServletRequest request) {
        return new Origin(
                ClientAddress.of(request), legible(request.getHeader("User-Agent")), RequestTrace.requestId());
    }

    private static @Nullable String legible(@Nullable String text) {
        return text == null ? null : Legible.of(text, MAX_USER_AGENT);
    }
}
