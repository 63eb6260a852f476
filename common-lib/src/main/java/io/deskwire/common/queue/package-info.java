/// Working off a queue that is a table: woken by whoever queues, and now and then by itself.
@NullMarked
package io.deskwire.common.queue;

import org.jspecify.annotations.NullMarked;
