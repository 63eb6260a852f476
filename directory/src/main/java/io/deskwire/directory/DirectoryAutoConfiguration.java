package io.deskwire.directory;

import io.deskwire.common.arrival.Arrivals;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.tenancy.ModuleTables;
import io.deskwire.common.tenancy.SystemAccess;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Gives a service that has the module on its class path the tables, the effect that fills them, and the doors.
@AutoConfiguration(
        afterName = {
            "io.deskwire.common.arrival.ArrivalAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration"
        })
@ConditionalOnBean({SystemAccess.class, Arrivals.class})
class DirectoryAutoConfiguration {
    @Bean
    static ModuleTables directoryTables() {
        return new ModuleTables("classpath:db/directory");
    }

    @Bean
    DirectoryRepository directoryRepository(JdbcClient jdbc) {
        return new DirectoryRepository(jdbc);
    }

    @Bean
    Directory directory(DirectoryRepository repository, PeopleEffect effect, Inbox inbox, SystemAccess system) {
        return new Directory(repository, effect, inbox, system);
    }

    @Bean
    Assignees assignees(Directory directory, Arrivals arrivals) {
        return new Assignees(directory, arrivals);
    }

    @Bean
    PeopleEffect peopleEffect(
            DirectoryRepository repository,
            ObjectProvider<DirectoryFollower> followers,
            ApplicationEventPublisher listeners) {
        return new PeopleEffect(repository, followers, listeners);
    }
}
