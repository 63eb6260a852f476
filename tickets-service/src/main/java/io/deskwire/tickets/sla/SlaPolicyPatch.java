package io.deskwire.tickets.sla;

import io.deskwire.common.patch.Patch;
import io.deskwire.condition.Catalogue;
import io.deskwire.tickets.calendar.CalendarId;
import io.deskwire.tickets.platform.Named;
import io.deskwire.tickets.sla.SlaPolicy.Details;
import io.deskwire.tickets.sla.SlaPolicy.Targets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is to become of a policy: the fields that somebody named, checked. A field that is not named is null.
record SlaPolicyPatch(
        @Nullable String title,
        @Nullable Integer position,
        @Nullable ObjectNode conditions,
        @Nullable Targets targets,
        @Nullable Named<CalendarId> businessHoursId) {
    private static final Set<String> FIELDS = Set.of("title", "position", "conditions", "targets", "business_hours_id");
    private static final int MAX_POSITION = 1_000_000;

    /// The body of a POST.
    ///
    /// @param catalogue of the fields that its conditions may name
    static SlaPolicyPatch ofNew(ObjectNode body, Catalogue<JsonNode> catalogue) {
        var named = new Patch(body, FIELDS);
        for (var needed : List.of("title", "targets")) {
            named.check().require(named.names(needed), needed, "must be given");
        }
        return read(body, named, catalogue);
    }

    /// The body of a PATCH. Conditions and targets are replaced as a whole.
    ///
    /// @param catalogue of the fields that its conditions may name
    static SlaPolicyPatch of(ObjectNode body, Catalogue<JsonNode> catalogue) {
        return read(body, new Patch(body, FIELDS), catalogue);
    }

    private static SlaPolicyPatch read(ObjectNode body, Patch named, Catalogue<JsonNode> catalogue) {
        var check = named.check();
        var patch = new SlaPolicyPatch(
                named.names("title") ? named.text("title", "", 200) : null,
                named.optionalInteger("position", null, 0, MAX_POSITION),
                named.names("conditions")
                        ? catalogue
                                .parse(body.path("conditions"), "conditions", check)
                                .json()
                        : null,
                named.names("targets") ? Targets.parse(body.path("targets"), check) : null,
                Named.when(
                        named.names("business_hours_id"),
                        () -> named.optionalId("business_hours_id", CalendarId::new, (CalendarId) null)));
        named.done();
        return patch;
    }

    Details applied(Details current) {
        return new Details(
                title == null ? current.title() : title,
                position == null ? current.position() : position,
                conditions == null ? current.conditions() : conditions,
                targets == null ? current.targets() : targets,
                Named.orElse(businessHoursId, current.businessHoursId()));
    }
}
