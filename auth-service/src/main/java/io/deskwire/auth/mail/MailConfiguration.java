package io.deskwire.auth.mail;

import io.deskwire.mail.LetterKinds;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MailConfiguration {
    @Bean
    LetterKinds letterKinds() {
        return LetterKinds.of(MailKind.values());
    }
}
