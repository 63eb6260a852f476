package io.deskwire.directory;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.contracts.event.Topic;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;

/// Takes in what events tell of people. Of its group it is the first: what others do because of an event, they do by
/// what the directory knows.
@Order(1)
class PeopleEffect implements EventEffect {
    private final DirectoryRepository repository;
    private final PeopleReader reader;
    private final ApplicationEventPublisher listeners;

    PeopleEffect(DirectoryRepository repository, PeopleReader reader, ApplicationEventPublisher listeners) {
        this.repository = repository;
        this.reader = reader;
        this.listeners = listeners;
    }

    @Override
    public String consumer() {
        return "directory";
    }

    @Override
    public String group() {
        return reader.group();
    }

    @Override
    public Set<Topic> topics() {
        return reader.topics();
    }

    @Override
    public boolean concerns(String type) {
        return Directory.tellsOfPeople(type);
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
            case "team.created", "team.updated", "team.deleted" -> {
                var team = SeenTeam.of(event);
                if (team != null) {
                    repository.save(team);
                }
            }
            default -> {
                var seen = SeenPermissions.of(event);
                if (seen != null) {
                    repository.save(seen, event.time());
                }
            }
        }
        listeners.publishEvent(new PersonArrived());
    }
}
