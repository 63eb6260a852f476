/// Addresses and networks as people write them: one meaning wherever Deskwire reads one.
@NullMarked
package io.deskwire.common.net;

import org.jspecify.annotations.NullMarked;
