/// Digests of secrets and contents.
@NullMarked
package io.deskwire.common.digest;

import org.jspecify.annotations.NullMarked;
