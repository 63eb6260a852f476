/// What was revoked of late, held in the memory of every node.
@NullMarked
package io.deskwire.common.identity.revocation;

import org.jspecify.annotations.NullMarked;
