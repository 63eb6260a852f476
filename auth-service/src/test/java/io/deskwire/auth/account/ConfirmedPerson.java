package io.deskwire.auth.account;

import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Mailbox;
import java.util.Map;
import java.util.UUID;

/// Somebody who has confirmed the address by mail, as a [io.deskwire.auth.MailServiceTest] asks for, and signed in.
///
/// @param api as this person calls it
record ConfirmedPerson(String email, Api api, String refreshToken) {
    static ConfirmedPerson named(String name, People people) {
        var email = "%s-%s@example.com".formatted(name, UUID.randomUUID());
        var api = people.api();
        api.post("/auth/v1/signup", Map.of("email", email, "password", People.PASSWORD))
                .expect(200);
        var mail = Mailbox.to(email, "Confirm your e-mail");
        api.post("/auth/v1/verify", Map.of("type", "signup", "email", email, "token", mail.code()))
                .expect(200);
        var session = people.signIn(email, People.PASSWORD).expect(200);
        return new ConfirmedPerson(email, api.as(session.text("/access_token")), session.text("/refresh_token"));
    }
}
