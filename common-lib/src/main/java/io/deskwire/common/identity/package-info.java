/// Who calls: token verification against published keys, the caller it yields, and revocations held in memory.
@NullMarked
package io.deskwire.common.identity;

import org.jspecify.annotations.NullMarked;
