package io.deskwire.common.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerCipherTests {
    private final AnswerCipher cipher = new AnswerCipher("service secret");
    private final byte[] body = "{\"key\":\"dw_live_secret\"}".getBytes(StandardCharsets.UTF_8);

    @Test
    void opensWithTheSameKeyAndSecretOnly() {
        var sealed = cipher.seal("order-1", body);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("dw_live");
        assertThat(cipher.open("order-1", sealed)).isEqualTo(body);
        assertThatThrownBy(() -> cipher.open("order-2", sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new AnswerCipher("other").open("order-1", sealed))
                .isInstanceOf(IllegalStateException.class);
    }
}
