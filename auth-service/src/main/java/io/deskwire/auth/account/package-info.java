/// What people do with their own accounts: sign up, confirm, get in by mail, change, and what is cleaned away.
@NullMarked
package io.deskwire.auth.account;

import org.jspecify.annotations.NullMarked;
