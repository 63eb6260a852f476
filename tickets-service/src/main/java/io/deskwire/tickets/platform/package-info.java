/// What several features' requests have in common and common-lib does not know.
@NullMarked
package io.deskwire.tickets.platform;

import org.jspecify.annotations.NullMarked;
