/// Permissions, roles, and what goes with a role.
@NullMarked
package io.deskwire.contracts.access;

import org.jspecify.annotations.NullMarked;
