/// Token buckets per credential, tenant and address, in memory, and the `RateLimit` headers that tell of them.
@NullMarked
package io.deskwire.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
