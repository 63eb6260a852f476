package io.deskwire.mail;

import io.deskwire.testsupport.MutableClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// The least that a service with mail is: its letters. All else is configured by itself, as in any service.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class NotesApplication {
    @Bean
    LetterKinds letterKinds() {
        return LetterKinds.of(Note.values());
    }

    @Bean
    @Primary
    MutableClock testClock() {
        return MutableClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }
}
