/// Token buckets in memory, and the `RateLimit` headers that tell of them.
@NullMarked
package io.deskwire.common.ratelimit;

import org.jspecify.annotations.NullMarked;
