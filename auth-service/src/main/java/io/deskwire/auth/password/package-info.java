/// Password hashes: Argon2id for new ones, bounded in parallel.
@NullMarked
package io.deskwire.auth.password;

import org.jspecify.annotations.NullMarked;
