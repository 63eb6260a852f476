/// Comments on tickets: public ones for everybody concerned, internal ones for the team.
@NullMarked
package io.deskwire.tickets.comment;

import org.jspecify.annotations.NullMarked;
