/// Contacts: the people who ask, one per tenant and email address.
@NullMarked
package io.deskwire.tickets.contact;

import org.jspecify.annotations.NullMarked;
