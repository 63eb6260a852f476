/// Load and latency of a running stack: tickets through the gateway, signing in at the auth-service itself. Prints
/// figures, asserts nothing. What an operation costs is in `cost`.
@NullMarked
package io.deskwire.benchmarks;

import org.jspecify.annotations.NullMarked;
