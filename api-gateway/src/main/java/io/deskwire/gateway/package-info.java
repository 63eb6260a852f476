/// The one public port: routes, CORS, credential exchange, rate limits and the API description.
///
/// Holds no data and knows no domain word. What it decides about a caller only spares the services work and keeps bad
/// requests out early: each service verifies the token it is given again.
@NullMarked
package io.deskwire.gateway;

import org.jspecify.annotations.NullMarked;
