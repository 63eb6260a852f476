package io.deskwire.auth.signup;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param signup who may sign up by itself
/// @param mailerAutoconfirm addresses count as confirmed without a mail
/// @param anonymousSignIns somebody may begin without an address
/// @param otpTellsWhoExists who asks for a code for an address of nobody, and may not sign it up, hears so, as from
/// GoTrue
@ConfigurationProperties("deskwire.auth")
public record SignUpProperties(
        @DefaultValue("open") Mode signup,
        @DefaultValue("false") boolean mailerAutoconfirm,
        @DefaultValue("false") boolean anonymousSignIns,
        @DefaultValue("true") boolean otpTellsWhoExists) {

    public enum Mode {
        OPEN,
        INVITE_ONLY,
        CLOSED
    }
}
