package io.deskwire.common.relay.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ReceivedAheadTests {
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final ReceivedAhead output = new ReceivedAhead(wire);

    @Test
    void onlyWhatWasReceivedIsToldAhead() throws IOException {
        var driversBuffer = ByteBuffer.allocate(100);
        driversBuffer.position(7);
        driversBuffer.put(status('r', 500)).flip();

        output.write(driversBuffer.array(), 7, 39);

        assertThat(wire.toByteArray()).isEqualTo(status('r', 500 + ReceivedAhead.AHEAD));
        assertThat(driversBuffer.array()).as("the driver's own buffer").containsSequence(status('r', 500));
    }

    @Test
    void everythingElseGoesOutAsItIs() throws IOException {
        var feedback = status('h', 500);
        output.write(feedback);
        output.write('d');
        output.write(status('r', 500), 0, 38);

        var expected = ByteBuffer.allocate(39 + 1 + 38);
        expected.put(feedback).put((byte) 'd').put(status('r', 500), 0, 38);
        assertThat(wire.toByteArray()).isEqualTo(expected.array());
    }

    private static byte[] status(char kind, long received) {
        return ByteBuffer.allocate(39)
                .put((byte) 'd')
                .putInt(38)
                .put((byte) kind)
                .putLong(received)
                .putLong(400) // flushed
                .putLong(300) // applied
                .putLong(123_456) // clock
                .put((byte) 1)
                .array();
    }
}
