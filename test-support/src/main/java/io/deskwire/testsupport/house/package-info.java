/// The house rules one by one, the exceptions that were there before them, and what tests may set. Each looks at
/// classes or sources and answers with what it found; `HouseRules` is the door.
@NullMarked
package io.deskwire.testsupport.house;

import org.jspecify.annotations.NullMarked;
