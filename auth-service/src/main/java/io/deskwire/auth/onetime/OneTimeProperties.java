package io.deskwire.auth.onetime;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param life of a mailed secret
/// @param guesses tries of the digits of one token; its link goes on working
/// @param guessesPerAccount tries of digits of all of an account's tokens within the window
/// @param guessWindow from the first try on
@ConfigurationProperties("deskwire.auth.onetime")
record OneTimeProperties(
        @DefaultValue("1h") Duration life,
        @DefaultValue("5") int guesses,
        @DefaultValue("15") int guessesPerAccount,
        @DefaultValue("24h") Duration guessWindow) {}
