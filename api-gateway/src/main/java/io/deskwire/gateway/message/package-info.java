/// What an HTTP message must be like to go on: its head as RFC 9112 and RFC 3986 want it, its body within the limit.
@NullMarked
package io.deskwire.gateway.message;

import org.jspecify.annotations.NullMarked;
