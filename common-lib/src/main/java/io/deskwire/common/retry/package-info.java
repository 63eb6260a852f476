/// How long to wait before something that failed is tried again.
@NullMarked
package io.deskwire.common.retry;

import org.jspecify.annotations.NullMarked;
