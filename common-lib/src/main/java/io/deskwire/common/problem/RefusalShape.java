package io.deskwire.common.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/// Another shape than RFC 9457 for what is refused before any controller, below some paths of a service, because
/// their clients read no other. A service that has such paths has a bean of it.
public interface RefusalShape {
    /// All paths answer in RFC 9457.
    RefusalShape NONE = new RefusalShape() {
        @Override
        public boolean concerns(String path) {
            return false;
        }

        @Override
        public Map<String, Object> refuse(
                HttpServletRequest request, HttpServletResponse response, int status, String message) {
            throw new IllegalStateException("concerns no path: " + request.getRequestURI());
        }
    };

    /// @param path as the client sent it, percent-encoded
    boolean concerns(String path);

    /// Sets the status and the headers that the shape asks for.
    ///
    /// @return the body, to be written as `application/json`
    Map<String, Object> refuse(HttpServletRequest request, HttpServletResponse response, int status, String message);
}
