/// The public event: catalogue of types, audience, CloudEvents envelope, topics.
@NullMarked
package io.deskwire.common.event;

import org.jspecify.annotations.NullMarked;
