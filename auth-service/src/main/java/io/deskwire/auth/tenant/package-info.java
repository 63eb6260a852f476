/// Tenants: creation with the first admin and the first API key, changes, status, deletion and erasure.
@NullMarked
package io.deskwire.auth.tenant;

import org.jspecify.annotations.NullMarked;
