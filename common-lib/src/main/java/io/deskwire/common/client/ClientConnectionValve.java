package io.deskwire.common.client;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/// Hands a request's look at its socket ([WatchedHttpProtocol]) on to where servlets find it.
final class ClientConnectionValve extends ValveBase {
    static final String OPEN = ClientConnection.class.getName() + ".open";

    ClientConnectionValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var look = request.getCoyoteRequest().getNote(WatchedHttpProtocol.LOOK);
        if (look != null) {
            request.setAttribute(OPEN, look);
        }
        getNext().invoke(request, response);
    }
}
