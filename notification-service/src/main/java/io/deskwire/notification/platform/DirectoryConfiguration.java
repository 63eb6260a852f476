package io.deskwire.notification.platform;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.deskwire.directory.Directory;
import io.deskwire.directory.PeopleReader;
import io.deskwire.notification.tail.TeamMembers;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The directory is fed by the consumer of the announcements, before them: they go by what it knows.
@Configuration(proxyBeanMethods = false)
class DirectoryConfiguration {
    @Bean
    PeopleReader peopleReader() {
        return new PeopleReader("people", Set.of(Topic.IDENTITY, Topic.TICKETS, Topic.AUTOMATION));
    }

    /// Tells the tail and realtime who is in a team. Neither knows the directory.
    @Bean
    TeamMembers teamMembers(Directory directory, SystemAccess system) {
        return (tenant, teams) -> system.query("team-audience", () -> directory.inTeams(tenant, teams));
    }
}
