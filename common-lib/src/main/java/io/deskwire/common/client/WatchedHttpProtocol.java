package io.deskwire.common.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;

/// Tomcat's HTTP/1.1, whose requests can look at their own sockets.
///
/// Tomcat's `ActionCode.AVAILABLE` looks there, too, but through the buffer of the request: with a pipelined request
/// behind the body it would reset that buffer into the headers and read these as the next request (11.0.22). Made by
/// Tomcat, by its name.
public final class WatchedHttpProtocol extends Http11NioProtocol {
    /// Where a request has its look; the first note that Tomcat leaves to others.
    static final int LOOK = 17;

    @Override
    protected Processor createProcessor() {
        return new WatchedProcessor(this);
    }

    private static final class WatchedProcessor extends Http11Processor {
        WatchedProcessor(Http11NioProtocol protocol) {
            super(protocol, protocol.getAdapter());
            BooleanSupplier look = this::isOpen;
            request.setNote(LOOK, look);
        }

        /// Reads a byte, if there is one, and puts it back. An end behind bytes that nobody has read yet is not seen.
        private boolean isOpen() {
            var socket = getSocketWrapper();
            if (socket == null) {
                return false;
            }
            var next = ByteBuffer.allocate(1);
            try {
                var read = socket.read(false, next);
                if (read > 0) {
                    socket.unRead(next.flip());
                }
                return read >= 0;
            } catch (IOException _) {
                return false;
            }
        }
    }
}
