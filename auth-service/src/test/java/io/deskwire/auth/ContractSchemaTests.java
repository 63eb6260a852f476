package io.deskwire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.auth.user.UserView;
import io.deskwire.testsupport.GoldenSamples;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// `contracts/http/auth.yaml` tells of every field and of every refusal that clients meet.
class ContractSchemaTests {
    private final Map<String, Object> contract;

    ContractSchemaTests() throws IOException {
        contract = new Yaml()
                .load(Files.readString(
                        GoldenSamples.directory().resolveSibling("http").resolve("auth.yaml")));
    }

    @Test
    void namesEveryFieldOfAnAccount() {
        var fields = fields(UserView.class)
                .map(field -> field.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();

        assertThat(schema("User").keySet()).containsExactlyInAnyOrderElementsOf(fields);
    }

    /// Those of its parts in their place.
    private static Stream<RecordComponent> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(field -> field.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? fields(field.getType())
                        : Stream.of(field));
    }

    @Test
    void namesEveryFieldOfARefusal() {
        assertThat(schema("GoTrueError").keySet())
                .contains("code", "message", "error_code", "msg", "weak_password", "hint");
        assertThat(schema("Problem").keySet()).contains("version", "changed", "policy", "errors");
    }

    @Test
    void saysWhatBecomesOfABodyOfAnotherType() {
        var silent = new ArrayList<String>();
        under(contract, "paths")
                .forEach((path, item) -> map(item).forEach((method, operation) -> {
                    if (operation instanceof Map<?, ?>
                            && map(operation).containsKey("requestBody")
                            // A provider sends a form or nothing there; whatever it is, the browser is led on.
                            && !path.equals("/auth/v1/callback")
                            && !under(operation, "responses").containsKey("415")) {
                        silent.add(method + " " + path);
                    }
                }));

        assertThat(silent).isEmpty();
    }

    private Map<String, Object> schema(String name) {
        return under(under(under(contract, "components"), "schemas").get(name), "properties");
    }

    private static Map<String, Object> under(Object parent, String name) {
        return map(map(parent).get(name));
    }

    @SuppressWarnings("unchecked") // as OpenAPI has it
    private static Map<String, Object> map(Object object) {
        return (Map<String, Object>) object;
    }
}
