/// How a tenant's jobs stand, in numbers.
@NullMarked
package io.deskwire.automation.stats;

import org.jspecify.annotations.NullMarked;
