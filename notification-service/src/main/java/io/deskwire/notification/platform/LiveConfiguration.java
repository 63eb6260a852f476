package io.deskwire.notification.platform;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.directory.Directory;
import io.deskwire.notification.realtime.channel.TicketAudiences;
import io.deskwire.notification.seenticket.SeenTickets;
import io.deskwire.notification.tail.TeamMembers;
import io.deskwire.notification.tail.TeamNews;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Tells the tail, the feed and realtime what events have told of teams and tickets. They know no tickets, and of the
/// directory only what an audience may need ([io.deskwire.directory.Need]).
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {
    @Bean
    TeamMembers teamMembers(Directory directory, SystemAccess system) {
        return (tenant, teams) -> system.query("team-audience", () -> directory.inTeams(tenant, teams));
    }

    @Bean
    TeamNews teamNews(Directory directory) {
        return directory::hearOfTeam;
    }

    @Bean
    TicketAudiences ticketAudiences(SeenTickets tickets) {
        return tickets::audience;
    }
}
