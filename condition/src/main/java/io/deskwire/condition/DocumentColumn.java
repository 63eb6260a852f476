package io.deskwire.condition;

import io.deskwire.condition.value.ValueType;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/// The member of a `jsonb` as a column of a type; NULL where it is of another one, and never an error.
final class DocumentColumn {
    private DocumentColumn() {}

    static org.jooq.Field<?> of(org.jooq.Field<JSONB> document, String key, FieldType<?> type) {
        var name = DSL.inline(key);
        return switch (type) {
            case TextType _, ChoiceType _ -> DSL.field("""
                    CASE WHEN jsonb_typeof({0} -> {1}) = 'string' THEN {0} ->> {1} END""", String.class, document, name);
            case LabelsType _ -> DSL.field("""
                    CASE WHEN jsonb_typeof({0} -> {1}) = 'array' THEN ARRAY(
                        SELECT element #>> CAST('{}' AS text[]) FROM jsonb_array_elements({0} -> {1}) AS element
                        WHERE jsonb_typeof(element) = 'string') END""", String[].class, document, name);
            case ScalarType<?> scalar
            when scalar.values() == ValueType.NUMBER -> DSL.field("""
                    CASE WHEN jsonb_typeof({0} -> {1}) = 'number' THEN CAST({0} ->> {1} AS numeric) END""", BigDecimal.class, document, name);
            case ScalarType<?> scalar
            when scalar.values() == ValueType.FLAG -> DSL.field("""
                    CASE WHEN jsonb_typeof({0} -> {1}) = 'boolean' THEN CAST({0} ->> {1} AS boolean) END""", Boolean.class, document, name);
            case ScalarType<?> scalar
            when scalar.values() == ValueType.DAY -> DSL.field("""
                    CASE WHEN {0} ->> {1} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND jsonb_typeof({0} -> {1}) = 'string'
                              AND pg_input_is_valid({0} ->> {1}, 'date') THEN CAST({0} ->> {1} AS date) END""", LocalDate.class, document, name);
            case ScalarType<?> scalar ->
                throw new IllegalArgumentException(
                        "a document holds no field for which is expected: " + scalar.expectation());
        };
    }
}
