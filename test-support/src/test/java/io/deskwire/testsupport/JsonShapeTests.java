package io.deskwire.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonShapeTests {
    @Test
    void agreesWhateverTheValues() {
        assertThat(differences(
                        "{\"a\": 1, \"b\": {\"c\": \"x\", \"d\": null}, \"e\": [1]}",
                        "{\"b\": {\"d\": null, \"c\": \"y\"}, \"e\": [2, 3], \"a\": 2}"))
                .isEmpty();
        assertThat(differences("{\"e\": [\"x\"]}", "{\"e\": []}")).isEmpty();
    }

    @Test
    void namesMembersOnOneSideAndOtherKinds() {
        assertThat(differences("{\"a\": 1, \"b\": \"x\", \"c\": [{\"d\": 1}]}", "{\"b\": 2, \"c\": [{\"e\": 1}]}"))
                .containsExactly(
                        "$.a: only in the sample",
                        "$.b: NUMBER (sample: STRING)",
                        "$.c[0].d: only in the sample",
                        "$.c[0].e: not in the sample");
    }

    /// Else a column that is null in its sample could become anything.
    @Test
    void takesANullForAKindOfItsOwn() {
        assertThat(differences("{\"a\": null}", "{\"a\": 1}")).containsExactly("$.a: NUMBER (sample: NULL)");
        assertThat(differences("{\"a\": 1}", "{\"a\": null}")).containsExactly("$.a: NULL (sample: NUMBER)");
    }

    private static List<String> differences(String sample, String actual) {
        var json = JsonMapper.shared();
        return JsonShape.differences(json.readTree(sample), json.readTree(actual)).stream()
                .map(JsonShape.Difference::toString)
                .toList();
    }
}
