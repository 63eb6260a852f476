/// What the tests of every module share: real servers behind one seam (`TestServers`), a clock to move, tokens
/// that verify, golden event samples, and the house rules. Knows no service, and not even common-lib, whose own tests
/// use it.
@NullMarked
package io.deskwire.testsupport;

import org.jspecify.annotations.NullMarked;
