/// Black-box tests through the public port of a whole stack, started once for all of them.
@NullMarked
package io.deskwire.e2e;

import org.jspecify.annotations.NullMarked;
