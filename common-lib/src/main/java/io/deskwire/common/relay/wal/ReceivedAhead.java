package io.deskwire.common.relay.wal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Tells the server that more of its log has been received than was.
///
/// A server that has read a commit, in whichever database, tells each stream how far it is, unless its client has
/// flushed or received that much already (`WalSndWaitForWal` in PostgreSQL's `walsender.c`). Such a keepalive wakes
/// this process for nothing: commits of its own database are sent anyway. What was flushed, by which the slot moves,
/// is told as it is.
final class ReceivedAhead extends FilterOutputStream {

    /// More log than is written between two statuses.
    static final long AHEAD = 1L << 30;

    /// CopyData (type, length, payload) with a standby status update: 'r', received, flushed, applied, clock, flag.
    private static final int STATUS_LENGTH = 39;

    private static final int LENGTH = 1;
    private static final int KIND = 5;
    private static final int RECEIVED = 6;

    ReceivedAhead(OutputStream wire) {
        super(wire);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (!isStatus(source, offset, length)) {
            out.write(source, offset, length);
            return;
        }
        var status = Arrays.copyOfRange(source, offset, offset + length);
        var fields = ByteBuffer.wrap(status);
        fields.putLong(RECEIVED, fields.getLong(RECEIVED) + AHEAD);
        out.write(status);
    }

    /// The driver flushes a status at once, so it comes alone. Where it does not, or comes encrypted, it goes out as it
    /// is, and the server tells more than it need.
    private static boolean isStatus(byte[] source, int offset, int length) {
        return length == STATUS_LENGTH
                && source[offset] == 'd'
                && ByteBuffer.wrap(source, offset, length).getInt(offset + LENGTH) == STATUS_LENGTH - 1
                && source[offset + KIND] == 'r';
    }
}
