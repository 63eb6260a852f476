/// What people do with their own accounts: get in by mail, change address, password and metadata, and what is cleaned
/// away. Signing up is in [io.deskwire.auth.signup], mailed secrets come back in [io.deskwire.auth.verification].
@NullMarked
package io.deskwire.auth.account;

import org.jspecify.annotations.NullMarked;
