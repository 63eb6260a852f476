package io.deskwire.notification.directory;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.contracts.event.Topic;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Takes in what events tell of people and tickets. Of its group it is the first: what is announced is announced by
/// what the directory knows, and what the directory cannot take is not announced.
@Component
@Order(1)
class DirectoryEffect implements EventEffect {
    private final DirectoryRepository repository;

    DirectoryEffect(DirectoryRepository repository) {
        this.repository = repository;
    }

    @Override
    public String consumer() {
        return "directory";
    }

    /// A group that began with the directory and so reads the topics from their beginning.
    @Override
    public String group() {
        return "people";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.IDENTITY, Topic.TICKETS, Topic.AUTOMATION);
    }

    @Override
    public boolean concerns(String type) {
        return type.startsWith("ticket.") || Directory.tellsOfPeople(type);
    }

    @Override
    public void accept(CloudEvent event) {
        switch (event.type()) {
            case "member.created", "member.updated", "member.deleted" -> {
                var member = SeenMember.of(event);
                if (member != null) {
                    repository.save(member);
                }
            }
            case "ticket.created", "ticket.updated" -> {
                var ticket = SeenTicket.of(event);
                if (ticket != null) {
                    repository.save(ticket);
                }
            }
            case "ticket.deleted" ->
                Uuid7.parse(event.row().path("id").asString(""))
                        .ifPresent(id -> repository.deleteTicket(event.tenant(), id));
            default -> {
                var seen = SeenPermissions.of(event);
                if (seen != null) {
                    repository.save(seen, event.time());
                }
            }
        }
    }
}
