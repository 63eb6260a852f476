package io.deskwire.mail;

import io.deskwire.testsupport.Mailbox;
import io.deskwire.testsupport.RealServers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/// A service that is none of Deskwire's, with a database of its own, and the [Mailbox] as its mail server. The clock
/// stands still until a test moves it. All classes so marked share one context.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RealServers("notes")
@SpringBootTest(
        classes = NotesApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "deskwire.database.service=notes",
            "deskwire.mail.from=Notes <notes@example.org>",
            "deskwire.erasure.follow=false",
            "deskwire.identity.issuer=http://nobody.invalid",
            "deskwire.identity.keys-url=http://nobody.invalid/keys"
        })
@ContextConfiguration(initializers = NotesTest.SendToMailbox.class)
@interface NotesTest {
    class SendToMailbox implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of("deskwire.mail.smtp-url=" + Mailbox.smtpUrl()).applyTo(context);
        }
    }
}
