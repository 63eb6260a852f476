/// Seals secrets that have to be read again: under the deployment's key, never in the clear in the database.
@NullMarked
package io.deskwire.auth.seal;

import org.jspecify.annotations.NullMarked;
