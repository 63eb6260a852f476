/// Safe repeats of writes: the first answer is stored in the transaction of its effect and replayed.
@NullMarked
package io.deskwire.common.idempotency;

import org.jspecify.annotations.NullMarked;
