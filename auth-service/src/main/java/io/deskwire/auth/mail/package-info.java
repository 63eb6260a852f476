/// Which letters signing in sends, and how often anybody may ask for one. How they are sent: [io.deskwire.mail].
@NullMarked
package io.deskwire.auth.mail;

import org.jspecify.annotations.NullMarked;
