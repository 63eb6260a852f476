package io.deskwire.notification.realtime.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A binary message that comes in parts. Of one that is too large only the head is kept, which names what it is.
public final class BinaryParts {
    private static final int HEAD = 4_096;

    private final long most;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private boolean tooLarge;

    public BinaryParts(long most) {
        this.most = most;
    }

    public void append(ByteBuffer part) {
        if (tooLarge) {
            return;
        }
        var read = new byte[part.remaining()];
        part.get(read);
        bytes.writeBytes(read);
        if (bytes.size() > most) {
            var head = Arrays.copyOf(bytes.toByteArray(), Math.min(bytes.size(), HEAD));
            bytes = new ByteArrayOutputStream(HEAD);
            bytes.writeBytes(head);
            tooLarge = true;
        }
    }

    public boolean isTooLarge() {
        return tooLarge;
    }

    /// What was kept, and ready for the next.
    public ByteBuffer take() {
        var whole = ByteBuffer.wrap(bytes.toByteArray());
        bytes = new ByteArrayOutputStream(0);
        tooLarge = false;
        return whole;
    }
}
