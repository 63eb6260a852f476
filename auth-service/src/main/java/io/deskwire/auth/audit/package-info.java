/// Who did what, from where, with which credential: append-only, hash-chained per tenant, never changed.
@NullMarked
package io.deskwire.auth.audit;

import org.jspecify.annotations.NullMarked;
