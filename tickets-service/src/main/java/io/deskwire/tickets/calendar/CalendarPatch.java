package io.deskwire.tickets.calendar;

import io.deskwire.common.patch.Patch;
import io.deskwire.tickets.calendar.Calendar.Details;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What is to become of business hours: the fields that somebody named, checked. A field that is not named is null.
record CalendarPatch(
        @Nullable String name,
        @Nullable ZoneId timeZone,
        @Nullable Week week,
        @Nullable List<Holiday> holidays) {
    private static final Set<String> FIELDS = Set.of("name", "time_zone", "week", "holidays");

    /// The body of a POST.
    static CalendarPatch ofNew(ObjectNode body) {
        var named = new Patch(body, FIELDS);
        for (var needed : List.of("name", "time_zone", "week")) {
            named.check().require(named.names(needed), needed, "must be given");
        }
        return read(body, named);
    }

    /// The body of a PATCH. The week and the holidays are replaced as a whole.
    static CalendarPatch of(ObjectNode body) {
        return read(body, new Patch(body, FIELDS));
    }

    private static CalendarPatch read(ObjectNode body, Patch named) {
        var patch = new CalendarPatch(
                named.names("name") ? named.text("name", "", 200) : null,
                named.names("time_zone") ? BusinessHours.zone(named.text("time_zone", "", 100), named.check()) : null,
                named.names("week") ? Week.parse(body.path("week"), named.check()) : null,
                named.names("holidays") ? Holiday.parse(body.path("holidays"), named.check()) : null);
        named.done();
        return patch;
    }

    Details applied(Details current) {
        return new Details(
                name == null ? current.name() : name,
                timeZone == null ? current.timeZone() : timeZone,
                week == null ? current.week() : week,
                holidays == null ? current.holidays() : holidays);
    }
}
