package io.deskwire.notification.seenticket;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.contracts.event.Topic;
import io.deskwire.directory.Directory;
import io.deskwire.notification.seenticket.SeenTicketRepository.Key;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Takes in what events tell of tickets. In its group it comes before what announces them: what it cannot take is not
/// announced.
@Component
@Order(1)
class SeenTicketEffect implements EventEffect {
    private final SeenTicketRepository repository;

    SeenTicketEffect(SeenTicketRepository repository) {
        this.repository = repository;
    }

    @Override
    public String consumer() {
        return "tickets-seen";
    }

    @Override
    public Set<String> groups() {
        return Set.of(Directory.GROUP);
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.TICKETS);
    }

    @Override
    public boolean concerns(String type) {
        return type.startsWith("ticket.");
    }

    /// By their versions, and what comes again ends as it ended before.
    @Override
    public boolean repeatable() {
        return true;
    }

    /// A statement each for those that are there and those that are gone, however many events there are.
    @Override
    public void acceptAll(List<CloudEvent> events) {
        var last = new LinkedHashMap<Key, Optional<SeenTicket>>();
        for (var event : events) {
            event.rowId("id").ifPresent(id -> {
                var key = new Key(event.tenant(), id);
                switch (event.type()) {
                    case "ticket.created", "ticket.updated", "ticket.merged", "ticket.unmerged", "ticket.restored" ->
                        last.merge(key, Optional.of(SeenTicket.of(event, id)), SeenTicketEffect::later);
                    case "ticket.deleted" -> last.put(key, Optional.empty());
                    default -> {}
                }
            });
        }
        repository.save(last.values().stream().flatMap(Optional::stream).toList());
        repository.delete(last.entrySet().stream()
                .filter(ticket -> ticket.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList());
    }

    @Override
    public void accept(CloudEvent event) {
        acceptAll(List.of(event));
    }

    private static Optional<SeenTicket> later(Optional<SeenTicket> known, Optional<SeenTicket> next) {
        return known.isPresent()
                        && next.isPresent()
                        && known.get().version() >= next.get().version()
                ? known
                : next;
    }
}
