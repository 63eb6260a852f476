/// Mail that signing in needs: queued in the transaction of its cause, sent after it.
@NullMarked
package io.deskwire.auth.mail;

import org.jspecify.annotations.NullMarked;
