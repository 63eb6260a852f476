package io.deskwire.common.client;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/// The connection a request came by, for work that must not be done for somebody who left: a controller method that
/// names one as a parameter gets it.
///
/// A client that closed its side alone has left too: no browser, agent or proxy does that and goes on reading. A client
/// whose network is gone looks present until the kernel gives it up. Belongs to the request's own thread.
public final class ClientConnection {
    private final BooleanSupplier open;
    private final HttpServletResponse response;
    private final JsonMapper json;

    ClientConnection(BooleanSupplier open, HttpServletResponse response, JsonMapper json) {
        this.open = open;
        this.response = response;
        this.json = json;
    }

    /// Looks at the socket and does not wait; costs microseconds.
    public boolean isOpen() {
        return open.getAsBoolean();
    }

    /// Answers with the body as JSON and hands it to the network at once; nothing can be answered afterwards.
    ///
    /// @return false where the network refused it: the client has not got it. True is no receipt.
    public boolean send(Object body) {
        var bytes = json.writeValueAsBytes(body);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(bytes.length);
        try {
            response.getOutputStream().write(bytes);
            response.flushBuffer();
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
