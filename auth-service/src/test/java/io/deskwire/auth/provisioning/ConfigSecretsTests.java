package io.deskwire.auth.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
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

    /// Names of secrets are many. Whatever a member is called and wherever it lies, what is not known to be harmless is
    /// hidden.
    @Test
    void hidesASecretUnderAnyNameAtAnyDepth() {
        var random = new Random(20261130);
        for (int i = 0; i < 20_000; i++) {
            var config = "{\"outer\":" + nested(random, random.nextInt(4)) + "}";

            var parted = of(config);

            assertThat(parted.shown().toString()).as(config).doesNotContain(SECRET);
            assertThat(String.join(" ", parted.secrets().values())).as(config).contains(SECRET);
        }
    }

    private static final String SECRET = "s3cr3tV4lu3";

    private static final List<String> SECRET_NAMES = List.of(
            "bearer",
            "dsn",
            "cookie",
            "jwt",
            "hmac",
            "pass",
            "auth",
            "sid",
            "signing",
            "api_key",
            "apiKey",
            "Authorization",
            "X-Auth-Name",
            "account_sid",
            "signing_id",
            "session_id",
            "passwort",
            "mot_de_passe",
            "clave",
            "geheim",
            "value",
            "data",
            "x",
            "pin_number",
            "key_name",
            "webhook",
            "env",
            "args",
            "headers",
            "connection",
            "login",
            "k1",
            "");

    private static final List<String> HARMLESS_NAMES =
            List.of("name", "url", "inbox_url", "region", "tags", "hostname", "description", "smtpHost", "note");

    private static String nested(Random random, int depth) {
        if (depth > 0) {
            var inner = nested(random, depth - 1);
            return random.nextBoolean()
                    ? "[" + inner + ",1]"
                    : "{\"%s\":%s,\"port\":25}".formatted(any(random, SECRET_NAMES, HARMLESS_NAMES), inner);
        }
        return random.nextBoolean()
                ? "{\"%s\":%s}".formatted(any(random, SECRET_NAMES), quoted(random, SECRET))
                : "{\"%s\":%s}".formatted(any(random, HARMLESS_NAMES), quoted(random, embedded(random)));
    }

    /// A secret inside of what has a harmless name.
    private static String embedded(Random random) {
        return any(
                        random,
                        List.of(
                                "https://user:%s@host.example/app",
                                "https://%s@host.example",
                                "https://host.example/app?token=%s",
                                "https://host.example/app#%s",
                                "https://hooks.example/services/T024/%s",
                                "https://%s.hooks.example/",
                                "postgres://app:%s@db/desk",
                                "user:%s@host",
                                "Authorization: Bearer %s",
                                "Bearer %s",
                                "Basic %s",
                                "API_KEY=%s",
                                "--token %s",
                                "the password is %s",
                                "%s"))
                .formatted(SECRET);
    }

    private static String quoted(Random random, String text) {
        return random.nextInt(4) == 0 ? "[\"a\",\"" + text + "\"]" : "\"" + text + "\"";
    }

    @SafeVarargs
    private static String any(Random random, List<String>... lists) {
        var list = lists[random.nextInt(lists.length)];
        return list.get(random.nextInt(list.size()));
    }

    @Test
    void showsSettings() {
        var settings = """
                {"region":"eu-central-1","inbox_id":17,"base_url":"https://chat.example.org/app/v2","smtp":{"host":"mail.example.org:25",
                 "port":25},"tags":["a","b"],"languages":["de","pt-BR"],"enabled":true,
                 "opening":{"time":"09:30","timezone":"Europe/Berlin"},"workspaceId":"0198f3a0-0000-7000-8000-000000000009",
                 "companyName":"Müller & Söhne GmbH","daily_limit":500,"note":null,"list":[],"object":{}}
                """;

        assertThat(of(settings).secrets()).isEmpty();
        assertThat(of(settings).shown()).isEqualTo(JsonMapper.shared().readTree(settings));
    }

    @Test
    void sealsWhatWasShownBeforeWhenItsMaskComesBack() {
        var stored = (ObjectNode) JsonMapper.shared().readTree("{\"a\":{\"bearer\":\"old\",\"dsn\":\"***\"}}");

        var parted = of("{\"a\":{\"bearer\":\"***\",\"dsn\":\"***\"}}").keeping(stored);

        assertThat(parted.secrets()).containsExactly(Map.entry("/a/bearer", "old"));
        assertThat(parted.kept()).containsExactlyInAnyOrder("/a/bearer", "/a/dsn");
    }
}
