/// People, service users, tenants and tokens.
///
/// Owns users, sessions, signing keys, tenants, memberships, service users and API keys. Never knows a ticket, a job or
/// a notification.
@NullMarked
package io.deskwire.auth;

import org.jspecify.annotations.NullMarked;
