/// Passwords: how strong they have to be, and their hashes, Argon2id for new ones, made on few threads of their own.
@NullMarked
package io.deskwire.auth.password;

import org.jspecify.annotations.NullMarked;
