package io.deskwire.notification.realtime.channel;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.contracts.access.Permission;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who of a tenant may hear and speak in a channel; its name says it, whether or not the client calls it private.
///
/// | name | who |
/// |---|---|
/// | `ticket:<id>`, `ticket:<id>:<more>` | everybody with the right to read the ticket |
/// | `staff:<name>` | everybody but the role client |
/// | `<permission>:<name>`, for example `jobs.read:board` | everybody with the permission |
/// | any other | the whole tenant; nobody where it is asked for as private, not even the secret key |
sealed interface ChannelRule {
    /// @param id null where the name has none: nobody may read that ticket
    record OfTicket(@Nullable UUID id) implements ChannelRule {}

    record OfStaff() implements ChannelRule {}

    record OfHolders(Permission permission) implements ChannelRule {}

    record OfTenant() implements ChannelRule {}

    record OfNobody() implements ChannelRule {}

    /// In characters, without `realtime:`.
    int LONGEST_NAME = 1_000;

    String TOO_LONG = "a topic's name has at most %d characters".formatted(LONGEST_NAME);

    static boolean isTooLong(String name) {
        return FieldCheck.characters(name) > LONGEST_NAME;
    }

    /// @param name without `realtime:`; how the prefix is spelt, in small or capital letters, opens nothing
    static ChannelRule of(String name, boolean isPrivate) {
        var parts = name.split(":", 3);
        var prefix = parts[0].toLowerCase(Locale.ROOT);
        if (parts.length > 1) {
            switch (prefix) {
                case "ticket":
                    return new OfTicket(Uuid7.parse(parts[1]).orElse(null));
                case "staff":
                    return new OfStaff();
                default:
                    var permission = Permission.of(prefix);
                    if (permission.isPresent()) {
                        return new OfHolders(permission.get());
                    }
            }
        }
        return isPrivate ? new OfNobody() : new OfTenant();
    }

    /// Whether not the whole tenant hears the channel; such a channel can be asked for what was sent before.
    default boolean isProtected() {
        return !(this instanceof OfTenant);
    }
}
