/// Sign-ins that leave for a mail or another provider and come back: where to, and with which code.
@NullMarked
package io.deskwire.auth.flow;

import org.jspecify.annotations.NullMarked;
