/// The services behind the gateway: which there are, where they listen, and the gateway's own calls to them.
@NullMarked
package io.deskwire.gateway.service;

import org.jspecify.annotations.NullMarked;
