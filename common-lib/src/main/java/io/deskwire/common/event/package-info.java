/// The public event: catalogue of types, audience, CloudEvents envelope.
@NullMarked
package io.deskwire.common.event;

import org.jspecify.annotations.NullMarked;
