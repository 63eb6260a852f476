package io.deskwire.auth.session;

import java.time.Clock;
import org.springframework.stereotype.Component;

/// What every session operation goes by: the configured lives and the time.
@Component
record SessionSettings(TokenProperties properties, SessionProperties sessions, Clock clock) {}
