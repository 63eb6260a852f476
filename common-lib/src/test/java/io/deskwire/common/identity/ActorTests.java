package io.deskwire.common.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.identity.Actor.Kind;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ActorTests {
    private static final UUID ID = UUID.fromString("0199a2b0-0000-7000-8000-00000000000a");

    @Test
    void isNamedByItsKindAndIdOrPurpose() {
        assertThat(Actor.user(new UserId(ID)).wire()).isEqualTo("user:" + ID);
        assertThat(Actor.serviceUser(new UserId(ID)).wire()).isEqualTo("service_user:" + ID);
        assertThat(Actor.agent(new UserId(ID)).wire()).isEqualTo("agent:" + ID);
        assertThat(Actor.trigger(ID).wire()).isEqualTo("trigger:" + ID);
        assertThat(Actor.system("sla-sweep").wire()).isEqualTo("system:sla-sweep");
    }

    @Test
    void isASubjectOnlyWhereATokenCanNameIt() {
        assertThat(Actor.user(new UserId(ID)).subject()).isEqualTo(new UserId(ID));
        assertThat(Actor.agent(new UserId(ID)).subject()).isEqualTo(new UserId(ID));
        assertThat(Actor.trigger(ID).subject()).isNull();
        assertThat(Actor.system("sla-sweep").subject()).isNull();
    }

    @Test
    void isTheSystemOrHasAnId() {
        assertThatThrownBy(() -> new Actor(Kind.SYSTEM, ID, "sweep")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Actor(Kind.USER, null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Actor(Kind.USER, ID, "purpose")).isInstanceOf(IllegalArgumentException.class);
    }
}
