package io.deskwire.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.identity.UserId;
import io.deskwire.common.json.WireJson;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class AudienceTests {
    private static final Predicate<List<UUID>> NO_TEAMS = _ -> false;

    private final UUID person = UUID.randomUUID();

    @Test
    void admitsWhoHasThePermissionAndWhoIsNamed() {
        var audience = new Audience("tickets.read", List.of(person));
        assertThat(audience.admits(UUID.randomUUID(), Set.of("tickets.read"), NO_TEAMS))
                .isTrue();
        assertThat(audience.admits(person, Set.of(), NO_TEAMS)).isTrue();
        assertThat(audience.admits(UUID.randomUUID(), Set.of("jobs.read"), NO_TEAMS))
                .isFalse();
        assertThat(Audience.NOBODY.admits(person, Set.of("tickets.read"), NO_TEAMS))
                .isFalse();
    }

    @Test
    void asksWhoIsNamedForWhatIsNeeded() {
        var audience = Audience.of(new UserId(person), List.of("tickets.read", "comments.internal"));
        assertThat(audience.admits(person, Set.of("tickets.read"), NO_TEAMS)).isFalse();
        assertThat(audience.admits(person, Set.of("tickets.read", "comments.internal"), NO_TEAMS))
                .isTrue();
        assertThat(audience.admits(UUID.randomUUID(), Set.of("tickets.read", "comments.internal"), NO_TEAMS))
                .isFalse();
    }

    @Test
    void admitsMembersOfItsTeamsAndAsksForNobodyElse() {
        var team = UUID.randomUUID();
        var audience = new Audience("tickets.read", List.of(person), List.of("tenant.read"), List.of(team));
        assertThat(audience.admits(UUID.randomUUID(), Set.of("tenant.read"), List.of(team)::equals))
                .isTrue();
        assertThat(audience.admits(UUID.randomUUID(), Set.of("tenant.read"), NO_TEAMS))
                .isFalse();
        assertThat(audience.admits(UUID.randomUUID(), Set.of(), List.of(team)::equals))
                .isFalse();
        assertThat(audience.admits(person, Set.of("tenant.read"), AudienceTests::unasked))
                .isTrue();
        assertThat(audience.admits(UUID.randomUUID(), Set.of("tenant.read", "tickets.read"), AudienceTests::unasked))
                .isTrue();
        assertThat(new Audience(null, List.of()).admits(person, Set.of(), AudienceTests::unasked))
                .isFalse();
    }

    private static boolean unasked(List<UUID> teams) {
        throw new AssertionError("asked for " + teams);
    }

    @Test
    void readsWhatAnEarlierAndWhatALaterVersionWrote() {
        var json = WireJson.mapper();
        assertThat(json.readValue("{\"permission\":\"tickets.read\",\"users\":[]}", Audience.class))
                .isEqualTo(new Audience("tickets.read", List.of()));
        assertThat(json.readValue("{\"permission\":null,\"users\":[],\"later\":1}", Audience.class))
                .isEqualTo(Audience.NOBODY);
        assertThat(json.writeValueAsString(new Audience("tickets.read", List.of())))
                .isEqualTo("{\"permission\":\"tickets.read\",\"users\":[]}");
        var told = Audience.of(new UserId(person), List.of("tickets.read"));
        assertThat(json.readValue(json.writeValueAsString(told), Audience.class))
                .isEqualTo(told);
        var toTeam = new Audience(null, told.users(), told.needs(), List.of(person));
        assertThat(json.readValue(json.writeValueAsString(toTeam), Audience.class))
                .isEqualTo(toTeam);
    }
}
