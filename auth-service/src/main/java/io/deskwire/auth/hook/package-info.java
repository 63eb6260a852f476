/// Hooks of the operator's, called over HTTP while somebody signs in.
@NullMarked
package io.deskwire.auth.hook;

import org.jspecify.annotations.NullMarked;
