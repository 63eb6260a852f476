/// Organizations: the companies that a tenant's contacts work for.
@NullMarked
package io.deskwire.tickets.organization;

import org.jspecify.annotations.NullMarked;
