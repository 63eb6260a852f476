package io.deskwire.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.identity.UserId;
import io.deskwire.common.json.WireJson;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AudienceTests {
    private final UUID person = UUID.randomUUID();

    @Test
    void admitsWhoHasThePermissionAndWhoIsNamed() {
        var audience = new Audience("tickets.read", List.of(person));
        assertThat(audience.admits(UUID.randomUUID(), Set.of("tickets.read"))).isTrue();
        assertThat(audience.admits(person, Set.of())).isTrue();
        assertThat(audience.admits(UUID.randomUUID(), Set.of("jobs.read"))).isFalse();
        assertThat(Audience.NOBODY.admits(person, Set.of("tickets.read"))).isFalse();
    }

    @Test
    void asksWhoIsNamedForWhatIsNeeded() {
        var audience = Audience.of(new UserId(person), List.of("tickets.read", "comments.internal"));
        assertThat(audience.admits(person, Set.of("tickets.read"))).isFalse();
        assertThat(audience.admits(person, Set.of("tickets.read", "comments.internal")))
                .isTrue();
        assertThat(audience.admits(UUID.randomUUID(), Set.of("tickets.read", "comments.internal")))
                .isFalse();
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
    }
}
