/// Wiring of no feature: configuration of the service and the GoTrue error contract.
@NullMarked
package io.deskwire.auth.platform;

import org.jspecify.annotations.NullMarked;
