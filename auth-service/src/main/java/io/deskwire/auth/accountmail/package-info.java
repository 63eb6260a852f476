/// The mails that signing in sends: what each is for, the secret in it, where its link leads and how somebody comes
/// back.
@NullMarked
package io.deskwire.auth.accountmail;

import org.jspecify.annotations.NullMarked;
