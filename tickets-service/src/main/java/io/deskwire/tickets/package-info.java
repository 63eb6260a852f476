/// Tickets, their comments, the contacts who ask and their organizations.
///
/// Owns what a tenant's support team works on, and tells every change of it through the outbox. Never knows who may
/// sign in, who is notified or which connection listens.
@NullMarked
package io.deskwire.tickets;

import org.jspecify.annotations.NullMarked;
