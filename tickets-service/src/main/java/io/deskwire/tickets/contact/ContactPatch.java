package io.deskwire.tickets.contact;

import io.deskwire.common.patch.Patch;
import io.deskwire.tickets.platform.Named;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What is to become of a contact: the fields that somebody named, checked. A field that is not named is null.
public record ContactPatch(
        @Nullable String email,
        @Nullable Named<String> name,
        @Nullable Named<String> externalId) {
    private static final Set<String> PATCHABLE = Set.of("email", "name", "external_id");

    /// The body of a PATCH.
    static ContactPatch of(ObjectNode body) {
        var named = new Patch(body, PATCHABLE);
        var patch = new ContactPatch(
                named.names("email") ? email(named) : null,
                Named.when(named.names("name"), () -> named.optionalText("name", null, 200)),
                Named.when(named.names("external_id"), () -> named.optionalText("external_id", null, 200)));
        named.done();
        return patch;
    }

    private static String email(Patch named) {
        var text = named.text("email", "", 255);
        return text.isEmpty() ? text : Requester.email(named.check(), "email", text);
    }

    Requester applied(Requester current) {
        return new Requester(
                email == null ? current.email() : email,
                Named.orElse(name, current.name()),
                Named.orElse(externalId, current.externalId()));
    }
}
