/// The secret key of trusted servers: swapped for a short token, and every use of it written to the audit.
@NullMarked
package io.deskwire.auth.secretkey;

import org.jspecify.annotations.NullMarked;
