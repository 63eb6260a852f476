/// The services as processes: their environment, their start, their readiness and their restarts.
@NullMarked
package io.deskwire.localstack.service;

import org.jspecify.annotations.NullMarked;
