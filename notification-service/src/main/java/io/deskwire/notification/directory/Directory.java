package io.deskwire.notification.directory;

import io.deskwire.common.event.Audience;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to what other services' events have told. It lags a moment behind them: what it does not know may be on
/// its way, and only what it knows counts.
@Service
public class Directory {
    private final DirectoryRepository repository;
    private final SystemAccess system;

    Directory(DirectoryRepository repository, SystemAccess system) {
        this.repository = repository;
        this.system = system;
    }

    /// Somebody in a tenant: a member or a service user.
    public record Bearer(UUID tenant, UUID user) {}

    /// Who may see the ticket; empty where it is unknown: not there, deleted, or not heard of yet. One query by primary
    /// key. Callable from any thread, inside and outside of transactions.
    public Optional<Audience> ticketAudience(UUID tenant, UUID ticket) {
        return system.query(
                "ticket-audience", () -> repository.ticket(tenant, ticket).map(SeenTicket::audience));
    }

    /// Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<SeenTicket> ticket(UUID tenant, UUID id) {
        return repository.ticket(tenant, id);
    }

    /// What these may do at present; who is not in it has not been heard of. One query, none for nobody. Needs the
    /// system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<Bearer, Standing> standings(Collection<Bearer> bearers) {
        return bearers.isEmpty() ? Map.of() : repository.standings(bearers);
    }

    /// Whether events of the type may change what somebody may do.
    public static boolean tellsOfPeople(String type) {
        return type.startsWith("member.")
                || type.startsWith("role.")
                || type.startsWith("department_role.")
                || type.startsWith("service_user.");
    }

    /// Who leaves with the event, or is suspended.
    public static Optional<Bearer> leaver(CloudEvent event) {
        var row = event.row();
        var id = switch (event.type()) {
            case "member.deleted" -> row.path("user_id").asString("");
            case "service_user.deleted" -> row.path("id").asString("");
            case "service_user.updated" ->
                "suspended".equals(row.path("status").asString(""))
                        ? row.path("id").asString("")
                        : "";
            default -> "";
        };
        return Uuid7.parse(id).map(user -> new Bearer(event.tenant(), user));
    }
}
