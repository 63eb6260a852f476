package io.deskwire.condition;

import io.deskwire.common.problem.FieldCheck;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The fields that conditions about one kind of row may name.
public final class Catalogue<S> {
    private final Map<String, Field<S, ?>> fields;

    private Catalogue(Map<String, Field<S, ?>> fields) {
        this.fields = fields;
    }

    public static <S> Catalogue<S> of(List<Field<S, ?>> fields) {
        return new Catalogue<S>(Map.of()).and(fields);
    }

    /// These fields and those of a tenant's own.
    ///
    /// Fails with `IllegalArgumentException` where two have one name.
    public Catalogue<S> and(Collection<Field<S, ?>> more) {
        var both = new LinkedHashMap<>(fields);
        for (var field : more) {
            if (both.put(field.name(), field) != null) {
                throw new IllegalArgumentException("two fields are called " + field.name());
            }
        }
        return new Catalogue<>(both);
    }

    /// In the order in which an answer lists them.
    public List<Field<S, ?>> fields() {
        return List.copyOf(fields.values());
    }

    /// `{"all":[c…],"any":[c…]}` with `c = {"field","op","value"?}`. What does not fit gathers in the check under its
    /// path, for example `conditions.all[1].op`; the condition returned is a placeholder where something was bad.
    ///
    /// @param path of the condition in the request; empty where the body is the condition
    public Condition<S> parse(JsonNode json, String path, FieldCheck check) {
        return new ConditionParser<>(fields, check, false).parse(json, path);
    }

    /// The same for triggers, which may also compare before and after.
    public Condition<S> parseOfChanges(JsonNode json, String path, FieldCheck check) {
        return new ConditionParser<>(fields, check, true).parse(json, path);
    }
}
