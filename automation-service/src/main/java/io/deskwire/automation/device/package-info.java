/// The browsers that agents run in.
@NullMarked
package io.deskwire.automation.device;

import org.jspecify.annotations.NullMarked;
