/// The client at the other end of a request: whether it is still there, and whether an answer got away.
@NullMarked
package io.deskwire.common.client;

import org.jspecify.annotations.NullMarked;
