package io.deskwire.common.relay.wal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/// A socket at which its reader can wait for data without taking any lock of the driver, so that others may write
/// meanwhile; what it writes keeps the server from waking the reader for nothing ([ReceivedAhead]). One thread reads.
final class ReadinessSocket extends Socket {
    private static final int NOTHING = -2;

    /// The driver sets it to look whether something is there.
    private static final int LOOK_MILLIS = 1;

    private static final SocketTimeoutException NOTHING_THERE = new NothingThere();

    private @Nullable Ahead input;
    private boolean looking;

    /// Returns when there is something to read (be it the end of the stream) or the time is over.
    boolean awaitReadable(int millis) throws IOException {
        return getInputStream().awaitReadable(millis);
    }

    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
        super.setSoTimeout(millis);
        looking = millis == LOOK_MILLIS;
    }

    @Override
    public synchronized Ahead getInputStream() throws IOException {
        if (input == null) {
            input = new Ahead(super.getInputStream());
        }
        return input;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new ReceivedAhead(super.getOutputStream());
    }

    /// An answer, not a failure: it needs no stack trace.
    private static final class NothingThere extends SocketTimeoutException {
        private NothingThere() {
            super("Nothing to read");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /// Holds the one byte that was read by waiting for it.
    final class Ahead extends InputStream {
        private final InputStream wire;
        private int ahead = NOTHING;

        private Ahead(InputStream wire) {
            this.wire = wire;
        }

        private boolean awaitReadable(int millis) throws IOException {
            if (ahead != NOTHING || wire.available() > 0) {
                return true;
            }
            int driversTimeout = getSoTimeout();
            setSoTimeout(millis);
            try {
                ahead = wire.read();
                return true;
            } catch (SocketTimeoutException silence) {
                return false;
            } finally {
                setSoTimeout(driversTimeout);
            }
        }

        @Override
        public int read() throws IOException {
            int first = ahead;
            ahead = NOTHING;
            if (first == NOTHING) {
                refuseToWaitForALook();
                return wire.read();
            }
            return first;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (ahead == NOTHING || length == 0) {
                refuseToWaitForALook();
                return wire.read(target, offset, length);
            }
            int first = read();
            if (first < 0) {
                return -1;
            }
            target[offset] = (byte) first;
            int more = Math.min(wire.available(), length - 1);
            return more <= 0 ? 1 : 1 + Math.max(0, wire.read(target, offset + 1, more));
        }

        /// A thread that looks at this socket has waited by [#awaitReadable] or will.
        private void refuseToWaitForALook() throws IOException {
            if (looking && wire.available() == 0) {
                throw NOTHING_THERE;
            }
        }

        @Override
        public int available() throws IOException {
            return wire.available() + (ahead >= 0 ? 1 : 0);
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }
}
