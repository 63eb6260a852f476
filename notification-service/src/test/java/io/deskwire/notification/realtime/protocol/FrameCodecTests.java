package io.deskwire.notification.realtime.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

public class FrameCodecTests {
    @Test
    void readsObjectsInVersionOneAndArraysInVersionTwo() throws Exception {
        var one = FrameCodec.of(null).decode("""
                {"topic":"realtime:a","event":"phx_join","payload":{"x":1},"ref":"2","join_ref":null}""");
        var two = FrameCodec.of("2.0.0").decode("[null,\"2\",\"realtime:a\",\"phx_join\",{\"x\":1}]");
        assertThat(one).isEqualTo(two);
        assertThat(one.joinRef()).isNull();
        assertThat(one.ref()).isEqualTo("2");
    }

    @Test
    void writesWhatItReads() throws Exception {
        for (var codec : FrameCodec.values()) {
            var text = codec.encode("1", null, "realtime:\"quoted\"", "system", "{\"a\":[1,2]}");
            var read = codec.decode(text);
            assertThat(read.joinRef()).isEqualTo("1");
            assertThat(read.ref()).isNull();
            assertThat(read.topic()).isEqualTo("realtime:\"quoted\"");
            assertThat(read.payload().toString()).isEqualTo("{\"a\":[1,2]}");
        }
    }

    @Test
    void refusesWhatIsNoFrame() {
        for (var text : new String[] {"", "{", "[]", "[1,2,3,4,5]", "42", "[null,null,\"t\",null,{}]"}) {
            assertThatThrownBy(() -> FrameCodec.V2.decode(text)).isInstanceOf(MalformedFrameException.class);
        }
        assertThatThrownBy(() -> FrameCodec.V1.decode("[]")).isInstanceOf(MalformedFrameException.class);
        assertThatThrownBy(() -> FrameCodec.of("3.0.0")).isInstanceOf(MalformedFrameException.class);
    }

    public static byte[] kindThree(
            String joinRef, String ref, String topic, String event, boolean json, byte[] payload) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(3);
        for (var part : new String[] {joinRef, ref, topic, event, "{}"}) {
            bytes.write(part.getBytes(UTF_8).length);
        }
        bytes.write(json ? 1 : 0);
        for (var part : new String[] {joinRef, ref, topic, event, "{}"}) {
            bytes.writeBytes(part.getBytes(UTF_8));
        }
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    @Test
    void keepsTheDigitsOfNumbers() throws Exception {
        var payload = "{\"n\":12345678901234567890.12}";
        var frame = FrameCodec.V1.decode("{\"topic\":\"t\",\"event\":\"e\",\"payload\":" + payload + ",\"ref\":null}");
        assertThat(frame.payload().toString()).isEqualTo(payload);
    }

    @Test
    void readsBinaryBroadcasts() throws Exception {
        var bytes = kindThree("1", "", "realtime:räum", "cursor", true, "{\"x\":1}".getBytes(UTF_8));
        var frame = BroadcastFrame.decode(ByteBuffer.wrap(bytes));
        assertThat(frame.joinRef()).isEqualTo("1");
        assertThat(frame.ref()).isNull();
        assertThat(frame.topic()).isEqualTo("realtime:räum");
        assertThat(frame.event()).isEqualTo("cursor");
        assertThat(frame.isJson()).isTrue();
        assertThat(frame.payload()).asString().isEqualTo("{\"x\":1}");
    }

    @Test
    void refusesBinaryMessagesThatAreCutShort() {
        var whole = kindThree("1", "2", "realtime:a", "e", false, new byte[0]);
        for (int length = 0; length < whole.length; length++) {
            var cut = ByteBuffer.wrap(whole, 0, length);
            assertThatThrownBy(() -> BroadcastFrame.decode(cut)).isInstanceOf(MalformedFrameException.class);
        }
        whole[0] = 4;
        assertThatThrownBy(() -> BroadcastFrame.decode(ByteBuffer.wrap(whole)))
                .isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void writesKindFour() {
        var bytes = BroadcastFrame.encode("realtime:a", "e", "", true, "{}".getBytes(UTF_8));
        assertThat(bytes).startsWith(4, 10, 1, 0, 1);
        assertThat(new String(bytes, 5, bytes.length - 5, UTF_8)).isEqualTo("realtime:ae{}");
    }

    @Test
    void writesWhatIsSaidAboutABroadcast() {
        var bytes = BroadcastFrame.encode("realtime:a", "e", "{\"id\":1}", true, "{}".getBytes(UTF_8));
        assertThat(bytes).startsWith(4, 10, 1, 8, 1);
        assertThat(new String(bytes, 5, bytes.length - 5, UTF_8)).isEqualTo("realtime:ae{\"id\":1}{}");
    }
}
