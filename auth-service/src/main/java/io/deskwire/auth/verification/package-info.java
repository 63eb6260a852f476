/// GoTrue's `/verify` and the page that mails lead to: mailed secrets are taken back.
@NullMarked
package io.deskwire.auth.verification;

import org.jspecify.annotations.NullMarked;
