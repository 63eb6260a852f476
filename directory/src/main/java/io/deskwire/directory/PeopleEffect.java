package io.deskwire.directory;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.contracts.event.Topic;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Takes in what events tell of people, first in the group of each [DirectoryFollower]: what others do because of
/// an event, they do by what the directory knows. Where nobody follows it has a group of its own.
@Order(Ordered.HIGHEST_PRECEDENCE)
class PeopleEffect implements EventEffect {
    private final DirectoryRepository repository;
    private final ObjectProvider<DirectoryFollower> followers;
    private final ApplicationEventPublisher listeners;

    PeopleEffect(
            DirectoryRepository repository,
            ObjectProvider<DirectoryFollower> followers,
            ApplicationEventPublisher listeners) {
        this.repository = repository;
        this.followers = followers;
        this.listeners = listeners;
    }

    @Override
    public String consumer() {
        return "directory";
    }

    @Override
    public Set<String> groups() {
        var groups = followers.stream()
                .flatMap(follower -> follower.groups().stream())
                .collect(Collectors.toSet());
        return groups.isEmpty() ? Set.of(Directory.GROUP) : groups;
    }

    /// Teams are the tickets-service's.
    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.IDENTITY, Topic.TICKETS);
    }

    /// Two groups with the same events would wait for each other's guard rows crosswise.
    @Override
    public boolean together() {
        return false;
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
