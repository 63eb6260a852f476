package io.deskwire.notification.realtime.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Caller.Credential;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.TenantRole;
import io.deskwire.notification.realtime.channel.Admission.RefusedException;
import io.deskwire.notification.realtime.channel.ChannelRule.OfStaff;
import io.deskwire.notification.realtime.channel.ChannelRule.OfTenant;
import io.deskwire.notification.realtime.channel.ChannelRule.OfTicket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ChannelRulesTests {
    private static final UUID TEAM = UUID.randomUUID();
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Caller agent = new Caller(
            Caller.Kind.USER,
            new UserId(UUID.randomUUID()),
            new TenantId(UUID.randomUUID()),
            TenantRole.AGENT,
            Set.of("tickets.read"),
            new Credential(UUID.randomUUID(), Instant.EPOCH, Instant.MAX, null),
            false,
            "{}",
            null);
    private final List<UUID> asked = new ArrayList<>();

    private ChannelRules rules(TicketAudiences tickets) {
        var properties = new Binder(new MapConfigurationPropertySource(
                        Map.of("deskwire.realtime.patience.ticket", PATIENCE.toMillis() + "ms")))
                .bindOrCreate("deskwire.realtime", RealtimeProperties.class);
        return new ChannelRules(
                (tenant, ticket) -> {
                    asked.add(ticket);
                    return tickets.of(tenant, ticket);
                },
                (_, teams) -> teams.contains(TEAM) ? Set.of(agent.subject().value()) : Set.of(),
                properties,
                Clock.systemUTC());
    }

    @Test
    void waitsForAllNewTicketsNoLongerThanForOne() throws RefusedException {
        var look = rules((_, _) -> Optional.empty()).look();
        var begin = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(look.admits(agent, new OfTicket(Uuid7.next()))).isFalse();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThanOrEqualTo(PATIENCE)
                .isLessThan(PATIENCE.multipliedBy(10));
        assertThat(asked).hasSizeGreaterThan(20);
    }

    @Test
    void waitsForNoTicketFromTheFutureOrThePast() throws RefusedException {
        var look = rules((_, _) -> Optional.empty()).look();
        for (var made : List.of(Instant.now().plusSeconds(60), Instant.now().minusSeconds(61))) {
            assertThat(look.admits(agent, new OfTicket(Uuid7.at(made)))).isFalse();
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void looksUpNoMoreTicketsAfterAFailure() throws RefusedException {
        var rules = rules((_, _) -> {
            throw new IllegalStateException("the database is away");
        });
        for (var look : List.of(rules.look(), rules.lookAtOnce())) {
            asked.clear();
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> look.admits(agent, new OfTicket(Uuid7.next())))
                        .isInstanceOfSatisfying(
                                RefusedException.class,
                                passing -> assertThat(passing.isPassing()).isTrue());
            }
            assertThat(asked).hasSize(1);
            assertThat(look.admits(agent, new OfTenant())).isTrue();
            assertThat(look.admits(agent, new OfStaff())).isTrue();
        }
    }

    @Test
    void admitsMembersOfTheTeamsOfTheAudience() throws RefusedException {
        for (var named : List.of(TEAM, UUID.randomUUID())) {
            var audience = new Audience("admin.tenant", List.of(), List.of(), List.of(UUID.randomUUID(), named));
            var look = rules((_, _) -> Optional.of(audience)).look();
            assertThat(look.admits(agent, new OfTicket(Uuid7.next()))).isEqualTo(named == TEAM);
        }
    }

    @Test
    void admitsWhoeverIsOfTheAudience() throws RefusedException {
        var look = rules((_, _) -> Optional.of(new Audience("tickets.read", List.of())))
                .look();

        assertThat(look.admits(agent, new OfTicket(Uuid7.next()))).isTrue();
    }
}
