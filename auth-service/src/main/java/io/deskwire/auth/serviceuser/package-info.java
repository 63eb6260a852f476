/// Service users of a tenant: what they may do, and their generated credentials.
@NullMarked
package io.deskwire.auth.serviceuser;

import org.jspecify.annotations.NullMarked;
