package io.deskwire.notification.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvelopeTests {
    private static Frame read(FrameCodec codec, String message) {
        var parts = new TextParts(10_000);
        for (int i = 0; i < message.length(); i += 700) {
            parts.append(message.substring(i, Math.min(message.length(), i + 700)));
        }
        assertThat(parts.isTooLarge()).isTrue();
        assertThat(parts.head().length() + parts.tail().length()).isLessThan(5_000);
        return Envelope.of(codec, parts.head(), parts.tail());
    }

    @Test
    void readsWhatAMessageIsFromItsEnds() {
        var payload = "\"" + "x".repeat(20_000) + "\"";
        for (var message : new String[] {
            "{\"topic\":\"t\",\"event\":\"e\",\"payload\":{\"a\":[%s]},\"ref\":\"2\",\"join_ref\":\"1\"}",
            "{\"join_ref\":\"1\",\"ref\":\"2\",\"event\":\"e\",\"topic\":\"t\",\"payload\":%s}",
            "{\"topic\":\"t\", \"join_ref\" : \"1\", \"event\":\"e\",\"payload\":{\"ref\":%s} , \"ref\" : \"2\" }"
        }) {
            var frame = read(FrameCodec.V1, message.formatted(payload));
            assertThat(frame.topic()).isEqualTo("t");
            assertThat(frame.event()).isEqualTo("e");
            assertThat(frame.ref()).isEqualTo("2");
            assertThat(frame.joinRef()).isEqualTo("1");
        }
        var array = read(FrameCodec.V2, "[\"1\",\"2\",\"t\",\"e\",{\"a\":%s}]".formatted(payload));
        assertThat(array.topic() + array.event() + array.ref() + array.joinRef())
                .isEqualTo("te21");
        assertThat(read(FrameCodec.V2, "[null,null,\"t\",\"e\",%s]".formatted(payload))
                        .ref())
                .isNull();
    }

    @Test
    void saysNothingOfWhatDoesNotSayIt() {
        for (var message : new String[] {"x", "{}", "[]", "[1,2,3,4]", "\"", "{\"topic\":", "[\"1\",\"2\",\"t\","}) {
            assertThat(read(FrameCodec.V2, message + " ".repeat(20_000))).isNull();
            assertThat(read(FrameCodec.V1, message + "{".repeat(20_000))).isNull();
        }
    }

    @Test
    void startsAnewAfterEachMessage() {
        var parts = new TextParts(10);
        parts.append("0123456789a");
        assertThat(parts.isTooLarge()).isTrue();
        parts.clear();
        parts.append("abc");
        assertThat(parts.isTooLarge()).isFalse();
        assertThat(parts.take()).isEqualTo("abc");
        assertThat(parts.take()).isEmpty();
    }
}
