package io.deskwire.tickets.contact;

import io.deskwire.common.problem.FieldCheck;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who asks, as a request names them: by an email address, in lower case.
///
/// @param externalId what an integrator's system calls this person
public record Requester(
        String email, @Nullable String name, @Nullable String externalId) {
    private static final int MAX_EMAIL = 255;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{1,190}");

    public static Requester checked(
            FieldCheck check,
            String prefix,
            @Nullable String email,
            @Nullable String name,
            @Nullable String externalId) {
        return new Requester(
                email(check, prefix + "email", email),
                check.optionalText(prefix + "name", name, 200),
                check.optionalText(prefix + "external_id", externalId, 200));
    }

    static String email(FieldCheck check, String field, @Nullable String email) {
        var text = check.matching(field, email == null ? null : email.strip(), EMAIL, "an email address");
        check.require(
                FieldCheck.characters(text) <= MAX_EMAIL, field, "has more than %d characters".formatted(MAX_EMAIL));
        return text.toLowerCase(Locale.ROOT);
    }
}
