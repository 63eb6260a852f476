/// GoTrue's `/admin/audit`: the audit of all tenants and of the platform.
@NullMarked
package io.deskwire.auth.admin.log;

import org.jspecify.annotations.NullMarked;
