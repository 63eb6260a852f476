/// What ends with a password, with a ban and with an account, and how an account leaves its tenants.
@NullMarked
package io.deskwire.auth.admin.ending;

import org.jspecify.annotations.NullMarked;
