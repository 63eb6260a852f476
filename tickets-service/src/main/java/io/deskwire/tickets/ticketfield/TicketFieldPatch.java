package io.deskwire.tickets.ticketfield;

import io.deskwire.common.patch.Patch;
import io.deskwire.tickets.ticketfield.TicketField.Details;
import io.deskwire.tickets.ticketfield.TicketField.Kind;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What is to become of a field: what somebody named of it, checked. What is not named is null.
record TicketFieldPatch(
        @Nullable String label,
        @Nullable List<String> options,
        @Nullable List<Occasion> requiredOn,
        @Nullable Boolean visibleToClient,
        @Nullable Boolean editableByClient) {
    private static final Set<String> FIELDS =
            Set.of("label", "options", "required_on", "visible_to_client", "editable_by_client");
    private static final Set<String> FIELDS_OF_NEW =
            Stream.concat(FIELDS.stream(), Stream.of("key", "type")).collect(Collectors.toUnmodifiableSet());
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    private static final int MAX_LABEL = 200;
    private static final int MAX_OPTIONS = 200;
    private static final int MAX_OPTION = 100;
    private static final int MAX_EXPRESSION = 200;
    private static final int MAX_KEY = 200;

    /// A field that is to be made.
    record OfNew(Kind kind, TicketFieldPatch patch) {
        /// The body of a POST.
        static OfNew of(ObjectNode body) {
            var named = new Patch(body, FIELDS_OF_NEW);
            var check = named.check();
            for (var field : List.of("key", "label", "type")) {
                check.require(named.names(field), field, "must be given");
            }
            var type = named.optionalOneOf("type", TicketFieldType.class);
            var made = new OfNew(new Kind(key(named), type == null ? TicketFieldType.TEXT : type), read(named));
            named.done();
            return made;
        }

        private static String key(Patch named) {
            var faults = named.check().errors().size();
            var key = named.text("key", "", MAX_KEY);
            return named.names("key") && named.check().errors().size() == faults
                    ? named.check()
                            .matching("key", key, KEY, "1 to 64 letters, digits, _ and -, beginning with a letter")
                    : key;
        }
    }

    /// The body of a PATCH.
    static TicketFieldPatch of(ObjectNode body) {
        var named = new Patch(body, FIELDS);
        var patch = read(named);
        named.done();
        return patch;
    }

    private static TicketFieldPatch read(Patch named) {
        return new TicketFieldPatch(
                named.names("label") ? named.text("label", "", MAX_LABEL) : null,
                named.names("options") ? options(named) : null,
                named.names("required_on") ? requiredOn(named) : null,
                named.names("visible_to_client") ? named.flag("visible_to_client", false) : null,
                named.names("editable_by_client") ? named.flag("editable_by_client", false) : null);
    }

    /// One alone may be an expression, which is longer than what people choose from.
    private static List<String> options(Patch named) {
        var options = named.texts("options", List.of(), MAX_OPTIONS, MAX_EXPRESSION);
        named.check()
                .require(
                        options.size() == 1 || options.stream().allMatch(option -> option.length() <= MAX_OPTION),
                        "options",
                        "has an option of more than %d characters".formatted(MAX_OPTION));
        return options.stream().distinct().toList();
    }

    private static List<Occasion> requiredOn(Patch named) {
        return named.texts("required_on", List.of(), Occasion.values().length, MAX_OPTION).stream()
                .filter(occasion -> !occasion.isEmpty())
                .map(occasion -> named.check().oneOf("required_on", occasion, Occasion.class, Occasion.CREATE))
                .distinct()
                .toList();
    }

    Details applied(Details current) {
        return new Details(
                label == null ? current.label() : label,
                options == null ? current.options() : options,
                requiredOn == null ? current.requiredOn() : requiredOn,
                visibleToClient == null ? current.visibleToClient() : visibleToClient,
                editableByClient == null ? current.editableByClient() : editableByClient);
    }
}
