/// Which permissions go with a role.
@NullMarked
package io.deskwire.auth.role;

import org.jspecify.annotations.NullMarked;
