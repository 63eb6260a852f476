package io.deskwire.notification.platform;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.directory.Directory;
import io.deskwire.notification.tail.TeamMembers;
import io.deskwire.notification.tail.TeamNews;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Tells the tail, the feed and realtime what the directory knows of teams. None of them knows the directory.
@Configuration(proxyBeanMethods = false)
class DirectoryConfiguration {
    @Bean
    TeamMembers teamMembers(Directory directory, SystemAccess system) {
        return (tenant, teams) -> system.query("team-audience", () -> directory.inTeams(tenant, teams));
    }

    @Bean
    TeamNews teamNews(Directory directory) {
        return directory::hearOfTeam;
    }
}
