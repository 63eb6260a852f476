/// The secret key: entry to the system door, each use of it written down first.
@NullMarked
package io.deskwire.common.identity.systemkey;

import org.jspecify.annotations.NullMarked;
