/// The way of a request to its service and of the answer back: path and query unchanged, and nothing said twice.
@NullMarked
package io.deskwire.gateway.route;

import org.jspecify.annotations.NullMarked;
