package io.deskwire.tickets.ticketfield;

import io.deskwire.common.json.WireJson;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.FieldError;
import io.deskwire.common.sql.Row;
import io.deskwire.condition.Catalogue;
import io.deskwire.condition.Field;
import io.deskwire.condition.FieldType;
import io.deskwire.tickets.platform.CustomFields;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The fields that a tenant has defined for its tickets, as `app.ticket_fields` tells them in the statement that reads
/// or writes a ticket. Where it defines none, `custom_fields` take everything and show everything.
public final class TicketFields {
    public static final TicketFields NONE = new TicketFields(List.of());

    private static final JsonMapper JSON = WireJson.documents();
    private static final org.jooq.Field<JSONB> DOCUMENT = DSL.field("custom_fields", JSONB.class);
    private static final String PATH = "custom_fields";
    private static final int MOST_FAULTS = 50;
    private static final int MOST_LISTED = 20;
    private static final int LONGEST_SHOWN = 60;

    private final Map<String, Rule> rules = new LinkedHashMap<>();

    private TicketFields(List<Rule> rules) {
        rules.forEach(rule -> this.rules.put(rule.key(), rule));
    }

    private enum Access {
        HIDDEN,
        VISIBLE,
        EDITABLE
    }

    /// @param clients what clients may do with it
    /// @param removed of which only the access of clients is still of interest
    private record Rule(
            String key,
            TicketFieldType type,
            List<String> options,
            List<Occasion> requiredOn,
            Access clients,
            boolean removed) {
        static Rule of(JsonNode json) {
            return new Rule(
                    json.path("key").asString(),
                    TicketFieldType.valueOf(json.path("type").asString().toUpperCase(Locale.ROOT)),
                    texts(json.path("options")).toList(),
                    texts(json.path("required_on"))
                            .map(occasion -> Occasion.valueOf(occasion.toUpperCase(Locale.ROOT)))
                            .toList(),
                    json.path("editable").asBoolean(false)
                            ? Access.EDITABLE
                            : json.path("visible").asBoolean(false) ? Access.VISIBLE : Access.HIDDEN,
                    json.path("removed").asBoolean(false));
        }

        private static Stream<String> texts(JsonNode array) {
            return array.valueStream().map(each -> each.stringValue());
        }

        boolean isFor(Writer writer) {
            return !removed
                    && switch (writer) {
                        case STAFF, SYSTEM -> true;
                        case CLIENT -> clients == Access.EDITABLE;
                    };
        }
    }

    /// From the column `ticket_fields`.
    public static TicketFields of(Row row) throws SQLException {
        return parse(row.textOrNull("ticket_fields"));
    }

    /// @param json as `app.ticket_fields` has it
    static TicketFields parse(@Nullable String json) {
        return json == null
                ? NONE
                : new TicketFields(
                        JSON.readTree(json).valueStream().map(Rule::of).toList());
    }

    /// Whether there is any at present.
    public boolean defined() {
        return rules.values().stream().anyMatch(rule -> !rule.removed());
    }

    /// What of a new ticket's fields does not fit, or is missing.
    public List<FieldError> misfitsOfNew(ObjectNode values, Writer writer) {
        return Stream.concat(faults(values, writer), missing(values, Occasion.CREATE, writer))
                .toList();
    }

    /// What of a change does not fit, or is missing. What stays as it is may be anything: fields come and go.
    ///
    /// @param before as the writer sees them
    /// @param solves whether the change ends the work on the ticket
    public List<FieldError> misfitsOfChange(ObjectNode before, ObjectNode after, boolean solves, Writer writer) {
        return Stream.concat(
                        faults(CustomFields.changes(before, after), writer),
                        solves ? missing(after, Occasion.SOLVE, writer) : Stream.empty())
                .toList();
    }

    private Stream<FieldError> faults(ObjectNode changes, Writer writer) {
        return defined()
                ? changes.properties().stream()
                        .flatMap(change -> fault(change.getKey(), change.getValue(), writer)
                                .map(fault -> new FieldError(PATH + "." + shown(change.getKey()), fault))
                                .stream())
                        .limit(MOST_FAULTS)
                : Stream.empty();
    }

    /// A client is told of hidden fields what it is told of those that are not there.
    private Optional<String> fault(String key, JsonNode value, Writer writer) {
        var rule = rules.get(key);
        if (rule == null || !rule.isFor(writer)) {
            return value.isNull() && writer != Writer.CLIENT
                    ? Optional.empty()
                    : Optional.of("unknown field (expected: one of %s)".formatted(keys(writer)));
        }
        return value.isNull()
                ? Optional.empty()
                : rule.type()
                        .misfit(value, rule.options())
                        .map(expected -> "%s (expected: %s)".formatted(shown(value.toString()), expected));
    }

    private List<String> keys(Writer writer) {
        return rules.values().stream()
                .filter(rule -> rule.isFor(writer))
                .map(Rule::key)
                .limit(MOST_LISTED)
                .toList();
    }

    private Stream<FieldError> missing(ObjectNode values, Occasion occasion, Writer writer) {
        return writer == Writer.SYSTEM
                ? Stream.empty()
                : rules.values().stream()
                        .filter(rule -> rule.isFor(writer) && rule.requiredOn().contains(occasion))
                        .filter(rule -> isEmpty(values.path(rule.key())))
                        .map(rule -> new FieldError(
                                PATH + "." + rule.key(),
                                switch (occasion) {
                                    case CREATE -> "must be given";
                                    case SOLVE -> "must be given before the ticket is solved or closed";
                                }));
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isString() && value.stringValue().isBlank()
                || value.isContainer() && value.isEmpty();
    }

    /// What clients see of these values: where fields are defined those that are visible, else all but those of a
    /// removed field that was hidden.
    public ObjectNode seenByClients(ObjectNode values) {
        if (values.propertyNames().stream().allMatch(this::isVisible)) {
            return values;
        }
        var seen = CustomFields.none();
        values.properties().stream()
                .filter(value -> isVisible(value.getKey()))
                .forEach(value -> seen.set(value.getKey(), value.getValue()));
        return seen;
    }

    private boolean isVisible(String key) {
        var rule = rules.get(key);
        return rule == null ? !defined() : rule.clients() != Access.HIDDEN;
    }

    /// All that conditions about the tenant's tickets may name.
    public Catalogue<JsonNode> catalogue() {
        return catalogue(rules.values().stream().filter(rule -> !rule.removed()));
    }

    /// The same with removed fields, whose values stay in the tickets: for conditions that go on to hold.
    public Catalogue<JsonNode> catalogueWithRemoved() {
        return catalogue(rules.values().stream());
    }

    private static Catalogue<JsonNode> catalogue(Stream<Rule> some) {
        Collection<Field<JsonNode, ?>> own = new ArrayList<>();
        some.forEach(rule -> own.add(field(rule.key(), rule.type().inConditions(rule.options()))));
        return TicketCatalogue.COMMON.and(own);
    }

    private static <V> Field<JsonNode, V> field(String key, FieldType<V> type) {
        return Field.custom(key, type, ticket -> ticket.path(PATH), DOCUMENT);
    }

    private static String shown(String text) {
        return FieldCheck.characters(text) <= LONGEST_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN)) + "…";
    }
}
