/// Business hours: when a tenant's people work, and how much of a time that is. Knows no ticket and no promise.
@NullMarked
package io.deskwire.tickets.calendar;

import org.jspecify.annotations.NullMarked;
