/// Typed values as texts, as JSON and compared, as PostgreSQL compares them. The grammars of conditions and of
/// realtime filters both stand on it, so there is one comparison of each type.
@NullMarked
package io.deskwire.condition.value;

import org.jspecify.annotations.NullMarked;
