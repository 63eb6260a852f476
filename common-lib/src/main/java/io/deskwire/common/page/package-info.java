/// Keyset pages and versions: cursors, slices, entity tags.
@NullMarked
package io.deskwire.common.page;

import org.jspecify.annotations.NullMarked;
