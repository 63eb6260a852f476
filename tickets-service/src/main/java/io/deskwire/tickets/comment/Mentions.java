package io.deskwire.tickets.comment;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.contracts.access.Permission;
import io.deskwire.directory.Assignees;
import io.deskwire.directory.Directory;
import io.deskwire.directory.Directory.Bearer;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/// Whom a body mentions: `@[user:<id>]`, members and service users of the tenant who may read tickets. A query where
/// it mentions somebody, none where nobody.
@Component
class Mentions {
    static final int MAX = 50;
    private static final Pattern MENTION = Pattern.compile("@\\[user:([0-9a-fA-F-]{36})]");

    private final Assignees assignees;
    private final Directory directory;

    Mentions(Assignees assignees, Directory directory) {
        this.assignees = assignees;
        this.directory = directory;
    }

    /// In the order of the body, each once.
    ///
    /// @throws Malformed where it mentions somebody else, or too many
    List<UserId> checked(TenantId tenant, String body) {
        var users = named(body);
        if (users.isEmpty()) {
            return List.of();
        }
        if (users.size() > MAX) {
            throw Malformed.field("body", "mentions %d people (expected: at most %d)".formatted(users.size(), MAX));
        }
        assignees.check("body", tenant.value(), users);
        return users.stream().map(UserId::new).toList();
    }

    /// As [#checked], for texts that nobody can correct: unknown people are skipped, and those beyond the limit.
    List<UserId> known(TenantId tenant, String body) {
        var bearers = named(body).stream()
                .limit(MAX)
                .map(user -> new Bearer(tenant.value(), user))
                .toList();
        if (bearers.isEmpty()) {
            return List.of();
        }
        var standings = directory.standings(bearers);
        return bearers.stream()
                .filter(bearer -> {
                    var standing = standings.get(bearer);
                    return standing != null && standing.may(Permission.TICKETS_READ);
                })
                .map(bearer -> new UserId(bearer.user()))
                .toList();
    }

    static List<UUID> named(String body) {
        return MENTION.matcher(body)
                .results()
                .flatMap(mention -> Uuid7.parse(mention.group(1)).stream())
                .distinct()
                .toList();
    }
}
