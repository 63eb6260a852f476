/// Views: lists of tickets that somebody saved for themselves, a team or the tenant, and how many tickets they show.
@NullMarked
package io.deskwire.tickets.view;

import org.jspecify.annotations.NullMarked;
