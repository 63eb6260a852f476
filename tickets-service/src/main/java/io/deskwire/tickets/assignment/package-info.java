/// Gives tickets to people and teams, and lets people take them.
@NullMarked
package io.deskwire.tickets.assignment;

import org.jspecify.annotations.NullMarked;
