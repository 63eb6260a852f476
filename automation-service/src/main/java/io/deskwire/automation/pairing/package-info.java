/// How a browser extension becomes an agent: asked for by the device, approved by a person (RFC 8628 in spirit).
@NullMarked
package io.deskwire.automation.pairing;

import org.jspecify.annotations.NullMarked;
