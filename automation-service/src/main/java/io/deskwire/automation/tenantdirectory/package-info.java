/// Which tenants there are, as the identity events tell: a pairing request names one by its slug.
@NullMarked
package io.deskwire.automation.tenantdirectory;

import org.jspecify.annotations.NullMarked;
