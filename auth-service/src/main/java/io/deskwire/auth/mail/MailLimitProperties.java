package io.deskwire.auth.mail;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param interval between two mails of a kind to an address
@ConfigurationProperties("deskwire.auth.mail")
record MailLimitProperties(@DefaultValue("60s") Duration interval) {}
