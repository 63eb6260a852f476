package io.deskwire.tickets.organization;

import io.deskwire.common.patch.Patch;
import io.deskwire.tickets.organization.Organization.Details;
import io.deskwire.tickets.platform.CustomFields;
import io.deskwire.tickets.platform.Named;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What is to become of an organization: the fields that somebody named, checked. A field that is not named is null.
public record OrganizationPatch(
        @Nullable String name,
        @Nullable Named<String> externalId,
        @Nullable List<String> domains,
        @Nullable Named<ObjectNode> customFields,
        @Nullable Boolean sharedTickets) {
    static final Set<String> FIELDS = Set.of("name", "external_id", "domains", "custom_fields", "shared_tickets");
    private static final int MAX_DOMAINS = 100;
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{2,63}");

    /// The body of a POST.
    static OrganizationPatch ofNew(ObjectNode body) {
        var named = new Patch(body, FIELDS);
        named.check().require(named.names("name"), "name", "must be given");
        return read(body, named);
    }

    /// The body of a PATCH.
    static OrganizationPatch of(ObjectNode body) {
        return read(body, new Patch(body, FIELDS));
    }

    private static OrganizationPatch read(ObjectNode body, Patch named) {
        var patch = new OrganizationPatch(
                named.names("name") ? named.text("name", "", 200) : null,
                Named.when(named.names("external_id"), () -> named.optionalText("external_id", null, 200)),
                named.names("domains") ? domains(named) : null,
                CustomFields.named(named, body),
                named.names("shared_tickets") ? named.flag("shared_tickets", false) : null);
        named.done();
        return patch;
    }

    private static List<String> domains(Patch named) {
        return named.texts("domains", List.of(), MAX_DOMAINS, 253).stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .filter(domain -> !domain.isEmpty())
                .map(domain -> named.check().matching("domains", domain, DOMAIN, "a domain like example.com"))
                .distinct()
                .toList();
    }

    Details applied(Details current) {
        return new Details(
                name == null ? current.name() : name,
                Named.orElse(externalId, current.externalId()),
                domains == null ? current.domains() : domains,
                CustomFields.applied(customFields, current.customFields()),
                sharedTickets == null ? current.sharedTickets() : sharedTickets);
    }
}
