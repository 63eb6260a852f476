package io.deskwire.tickets.calendar;

import io.deskwire.common.identity.TenantId;

/// Other time counts from now on. Published in the transaction of the change.
public record CalendarChanged(TenantId tenant, CalendarId calendar) {}
