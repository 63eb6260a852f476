/// What a role may do: the defaults, a tenant's own settings, and department roles that add to them.
@NullMarked
package io.deskwire.auth.role;

import org.jspecify.annotations.NullMarked;
