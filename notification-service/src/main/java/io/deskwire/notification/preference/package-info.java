/// What people want to be told of. Nothing decided means told.
@NullMarked
package io.deskwire.notification.preference;

import org.jspecify.annotations.NullMarked;
