package io.deskwire.auth.session;

import io.deskwire.auth.platform.AuthProperties;
import java.time.Clock;
import org.springframework.stereotype.Component;

/// What every session operation goes by: the configured lives and the time.
@Component
record SessionSettings(AuthProperties properties, SessionProperties sessions, Clock clock) {}
