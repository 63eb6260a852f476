/// How a caller's claims reach PostgreSQL, and the separate, named door for system access.
@NullMarked
package io.deskwire.common.tenancy;

import org.jspecify.annotations.NullMarked;
