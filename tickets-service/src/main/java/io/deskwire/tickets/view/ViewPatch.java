package io.deskwire.tickets.view;

import io.deskwire.common.patch.Patch;
import io.deskwire.condition.Catalogue;
import io.deskwire.tickets.view.View.Details;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is to become of a view: the fields that somebody named, checked. A field that is not named is null.
record ViewPatch(
        @Nullable String title,
        @Nullable ObjectNode conditions,
        @Nullable ViewSort sort,
        @Nullable List<String> columns,
        @Nullable Sharing sharedWith) {
    private static final Set<String> FIELDS = Set.of("title", "conditions", "sort", "columns", "shared_with");
    private static final int MAX_TITLE = 200;
    private static final int MAX_COLUMNS = 50;
    private static final int MAX_COLUMN = 100;
    private static final int MAX_WORD = 60;

    /// The body of a POST.
    ///
    /// @param catalogue of the fields that its conditions may name
    static ViewPatch ofNew(ObjectNode body, Catalogue<JsonNode> catalogue) {
        var named = new Patch(body, FIELDS);
        named.check().require(named.names("title"), "title", "must be given");
        return read(body, named, catalogue);
    }

    /// The body of a PATCH.
    ///
    /// @param catalogue of the fields that its conditions may name
    static ViewPatch of(ObjectNode body, Catalogue<JsonNode> catalogue) {
        return read(body, new Patch(body, FIELDS), catalogue);
    }

    private static ViewPatch read(ObjectNode body, Patch named, Catalogue<JsonNode> catalogue) {
        var patch = new ViewPatch(
                named.names("title") ? named.text("title", "", MAX_TITLE) : null,
                named.names("conditions") ? conditions(body, named, catalogue) : null,
                word(named, "sort", ViewSort::of, "one of " + ViewSort.wires()),
                named.names("columns") ? columns(named) : null,
                word(named, "shared_with", Sharing::of, "me, team:<id of a team> or tenant"));
        named.done();
        return patch;
    }

    private static ObjectNode conditions(ObjectNode body, Patch named, Catalogue<JsonNode> catalogue) {
        return catalogue
                .parse(body.path("conditions"), "conditions", named.check())
                .json();
    }

    private static List<String> columns(Patch named) {
        return named.texts("columns", List.of(), MAX_COLUMNS, MAX_COLUMN).stream()
                .distinct()
                .toList();
    }

    /// Null where the field is not named.
    private static <T> @Nullable T word(
            Patch named, String field, Function<String, Optional<T>> meaning, String expectation) {
        if (!named.names(field)) {
            return null;
        }
        var faults = named.check().errors().size();
        var text = named.optionalText(field, null, MAX_WORD);
        if (named.check().errors().size() > faults) {
            return null;
        }
        var value = text == null ? Optional.<T>empty() : meaning.apply(text);
        named.check().require(value.isPresent(), field, "'%s' (expected: %s)".formatted(text, expectation));
        return value.orElse(null);
    }

    Details applied(Details current) {
        return new Details(
                title == null ? current.title() : title,
                conditions == null ? current.conditions() : conditions,
                sort == null ? current.sort() : sort,
                columns == null ? current.columns() : columns,
                sharedWith == null ? current.sharedWith() : sharedWith);
    }
}
