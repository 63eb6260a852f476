/// How a tenant's rows leave a service for good, and what proves it. auth-service decides when; the others follow its
/// event `tenant.erased`.
@NullMarked
package io.deskwire.common.erasure;

import org.jspecify.annotations.NullMarked;
