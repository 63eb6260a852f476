/// The threads on which jobs run that a service does on its own time.
@NullMarked
package io.deskwire.common.schedule;

import org.jspecify.annotations.NullMarked;
