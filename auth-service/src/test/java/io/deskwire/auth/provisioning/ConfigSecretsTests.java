package io.deskwire.auth.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ConfigSecretsTests {
    private static ConfigSecrets of(String config) {
        return ConfigSecrets.of((ObjectNode) JsonMapper.shared().readTree(config));
    }

    @Test
    void partsSecretsFromTheRestAtAnyDepth() {
        var parted = of("""
                {"inbox":"Web","api_key":"k1","smtp":{"password":"p1","port":25},"hooks":[{"webhookSecret":"s1"}],
                 "private":{"pem":"x"},"auth":true,"token":null}
                """);

        assertThat(parted.shown().toString())
                .isEqualTo("{\"inbox\":\"Web\",\"api_key\":\"***\",\"smtp\":{\"password\":\"***\",\"port\":25},"
                        + "\"hooks\":[{\"webhookSecret\":\"***\"}],\"private\":\"***\",\"auth\":true,\"token\":null}");
        assertThat(parted.secrets())
                .containsEntry("/api_key", "k1")
                .containsEntry("/smtp/password", "p1")
                .containsEntry("/hooks/0/webhookSecret", "s1")
                .containsEntry("/private", "{\"pem\":\"x\"}")
                .hasSize(4);
    }

    @Test
    void keepsWhatIsSentBackHidden() {
        var parted = of("{\"api_key\":\"***\",\"a/b\":{\"pwd\":\"new\"}}");

        assertThat(parted.kept()).containsExactly("/api_key");
        assertThat(parted.secrets()).containsOnlyKeys("/a~1b/pwd");
    }
}
