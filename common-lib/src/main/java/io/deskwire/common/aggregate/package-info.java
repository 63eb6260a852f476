/// What rows of every feature have in common: a stamp, and how the outbox sees them.
@NullMarked
package io.deskwire.common.aggregate;

import org.jspecify.annotations.NullMarked;
