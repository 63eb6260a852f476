/// How tickets belong together: what is part of what, a duplicate of it, related to it, or in its way.
@NullMarked
package io.deskwire.tickets.link;

import org.jspecify.annotations.NullMarked;
