/// Request ids and W3C trace context, in and out.
@NullMarked
package io.deskwire.common.observe;

import org.jspecify.annotations.NullMarked;
