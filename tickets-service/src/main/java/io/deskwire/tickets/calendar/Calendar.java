package io.deskwire.tickets.calendar;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.contracts.access.Permission;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// Business hours that a tenant has defined. As JSON this is their public image: in answers and in events.
record Calendar(
        CalendarId id,
        TenantId tenantId,
        @JsonUnwrapped Details details,
        @JsonUnwrapped Stamp stamp) implements Published {

    /// @param timeZone by its name in the IANA database
    /// @param holidays by date, each date once
    record Details(
            String name,
            @JsonSerialize(using = ToStringSerializer.class) ZoneId timeZone,
            Week week,
            List<Holiday> holidays) {
        Details {
            holidays = List.copyOf(holidays);
        }

        static Details blank() {
            return new Details("", ZoneOffset.UTC, Week.closed(), List.of());
        }

        /// Whether other time counts by these.
        boolean countsLike(Details other) {
            return timeZone.equals(other.timeZone) && week.equals(other.week) && holidays.equals(other.holidays);
        }
    }

    /// The same one version on.
    Calendar next(Details other, Actor actor, Instant now) {
        return new Calendar(id, tenantId, other, stamp.next(actor, now));
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    @Override
    public long version() {
        return stamp.version();
    }

    /// The rule of the row's policy.
    @Override
    public Audience audience() {
        return Audience.of(Permission.TICKETS_READ);
    }
}
