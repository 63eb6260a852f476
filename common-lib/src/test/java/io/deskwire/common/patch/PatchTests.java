package io.deskwire.common.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.problem.Problem.FieldError;
import io.deskwire.common.problem.Problem.Malformed;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PatchTests {
    private enum Size {
        SMALL,
        LARGE
    }

    private static Patch patch(String json) {
        return new Patch(
                (ObjectNode) JsonMapper.shared().readTree(json),
                Set.of("name", "note", "tags", "limit", "data", "on", "size"));
    }

    @Test
    void keepsWhatIsAbsentAndClearsWhatIsNull() {
        var patch = patch("{\"note\":null,\"limit\":null}");

        assertThat(patch.text("name", "old", 10)).isEqualTo("old");
        assertThat(patch.optionalText("note", "old", 10)).isNull();
        assertThat(patch.optionalInteger("limit", 3, 1, 5)).isNull();
        assertThat(patch.texts("tags", List.of("a"), 5, 5)).containsExactly("a");
        patch.done();
    }

    @Test
    void readsFlagsAndConstants() {
        var patch = patch("{\"on\":false,\"size\":\"large\"}");

        assertThat(patch.flag("on", true)).isFalse();
        assertThat(patch.optionalOneOf("size", Size.class)).isEqualTo(Size.LARGE);
        assertThat(patch("{}").flag("on", true)).isTrue();
        assertThat(patch("{}").optionalOneOf("size", Size.class)).isNull();
        patch.done();
    }

    @Test
    void listsWhatIsKnownInOrder() {
        var patch = patch("{\"other\":1}");

        assertThat(patch.check().errors())
                .extracting(FieldError::message)
                .containsExactly("unknown field (expected: one of [data, limit, name, note, on, size, tags])");
    }

    @Test
    void refusesUnknownFieldsWrongTypesAndNullWhereAValueMustBe() {
        for (var json : List.of(
                "{\"other\":1}",
                "{\"name\":null}",
                "{\"name\":5}",
                "{\"tags\":\"x\"}",
                "{\"limit\":\"x\"}",
                "{\"on\":\"true\"}",
                "{\"on\":null}",
                "{\"size\":\"huge\"}",
                "{\"size\":null}",
                "{\"data\":[]}")) {
            var patch = patch(json);
            patch.flag("on", true);
            patch.optionalOneOf("size", Size.class);
            patch.text("name", "old", 10);
            patch.texts("tags", List.of(), 5, 5);
            patch.optionalInteger("limit", 3, 1, 5);
            patch.object("data", JsonMapper.shared().createObjectNode(), 100);
            assertThatThrownBy(patch::done).as(json).isInstanceOf(Malformed.class);
        }
    }
}
