/// How JSON looks on every wire: snake_case, instants in UTC with milliseconds, unknown fields refused.
@NullMarked
package io.deskwire.common.json;

import org.jspecify.annotations.NullMarked;
