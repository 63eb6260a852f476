/// Invitations into a tenant: made by who manages its members, mailed, turned into a membership by
/// `POST /auth/bootstrap`.
@NullMarked
package io.deskwire.auth.invite;

import org.jspecify.annotations.NullMarked;
