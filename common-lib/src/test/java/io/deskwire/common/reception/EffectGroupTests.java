package io.deskwire.common.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.contracts.event.Topic;
import io.deskwire.testsupport.house.FoundEffects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Component;

class EffectGroupTests {
    @Test
    void effectsOfOneGroupShareItsConsumerInTheirOrder() {
        var groups = EffectGroup.of(Stream.of(
                new Named("first", "people", Topic.IDENTITY),
                new Named("alone", "alone", Topic.TICKETS),
                new Named("second", "people", Topic.IDENTITY)));
        assertThat(groups).extracting(EffectGroup::name).containsExactly("people", "alone");
        assertThat(groups.getFirst().effects()).extracting(Effect::consumer).containsExactly("first", "second");
    }

    @Test
    void aGroupReadsTheTopicsOfAllItsEffects() {
        var group = EffectGroup.of(Stream.of(
                        new Named("first", "people", Topic.IDENTITY), new Named("second", "people", Topic.TICKETS)))
                .getFirst();
        assertThat(group.topics()).containsExactlyInAnyOrder(Topic.IDENTITY, Topic.TICKETS);
    }

    @Test
    void effectsOfOneGroupAreReadForAtOnePace() {
        assertThatThrownBy(() -> EffectGroup.of(
                        Stream.of(new Named("first", "people", Topic.IDENTITY), new Hurried("people"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'first' and 'hurried'");
    }

    @Test
    void anEffectMayGoFirstInSeveralGroups() {
        var groups = EffectGroup.of(Stream.of(
                new Named("directory", Set.of("people", "webhooks"), Topic.IDENTITY),
                new Named("inapp", "people", Topic.IDENTITY),
                new Named("webhooks", "webhooks", Topic.IDENTITY)));
        assertThat(groups)
                .allSatisfy(group ->
                        assertThat(group.effects().getFirst().consumer()).isEqualTo("directory"))
                .extracting(EffectGroup::name)
                .containsExactlyInAnyOrder("people", "webhooks");
    }

    @Test
    void aGroupThatIsIdleMustBeThere() {
        var groups =
                EffectGroup.of(Stream.of(new Named("one", "one", Topic.TICKETS), new Named("two", "two", Topic.TICKETS)));
        assertThat(new ReceptionProperties(Set.of("two")).busy(groups))
                .extracting(EffectGroup::name)
                .containsExactly("one");
        assertThatThrownBy(() -> new ReceptionProperties(Set.of("to")).busy(groups))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deskwire.reception.idle: to (expected: groups of this service, one, two)");
    }

    @Test
    void effectsHaveNamesOfTheirOwnInWhateverGroup() {
        assertThatThrownBy(() -> EffectGroup.of(Stream.of(
                        new Named("same", "people", Topic.IDENTITY), new Named("same", "others", Topic.TICKETS))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two effects are called 'same'");
    }

    @Test
    void aGroupParsesOnlyWhatOneOfItsEffectsConcerns() {
        var group = EffectGroup.of(Stream.of(new Named("ticket.created", "tickets", Topic.TICKETS)))
                .getFirst();
        assertThat(group.concerns(Topic.TICKETS, "ticket.created")).isTrue();
        assertThat(group.concerns(Topic.IDENTITY, "ticket.created")).isFalse();
        assertThat(group.concerns(Topic.TICKETS, "ticket.deleted")).isFalse();
        assertThat(group.concerns(Topic.TICKETS, "")).isFalse();
    }

    @Test
    void anEffectThatNobodyWiredFailsTheHouseRules() {
        FoundEffects.check(new ClassFileImporter().importClasses(Wired.class, EventEffect.class, Effect.class));
        assertThatThrownBy(() -> FoundEffects.check(
                        new ClassFileImporter().importClasses(Forgotten.class, EventEffect.class, Effect.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Forgotten is no bean");
    }

    private record Named(String consumer, Set<String> groups, Topic topic) implements EventEffect {
        Named(String consumer, String group, Topic topic) {
            this(consumer, Set.of(group), topic);
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(topic);
        }

        @Override
        public boolean concerns(String type) {
            return type.equals(consumer);
        }

        @Override
        public void accept(CloudEvent event) {}
    }

    private record Hurried(String group) implements EventEffect {
        @Override
        public String consumer() {
            return "hurried";
        }

        @Override
        public Set<String> groups() {
            return Set.of(group);
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.IDENTITY);
        }

        @Override
        public Pace pace() {
            return Pace.BULK;
        }

        @Override
        public void accept(CloudEvent event) {}
    }

    @Component
    private static class Wired implements EventEffect {
        @Override
        public String consumer() {
            return "wired";
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.IDENTITY);
        }

        @Override
        public void accept(CloudEvent event) {}
    }

    private static final class Forgotten extends Unwired {}

    private abstract static class Unwired implements EventEffect {
        @Override
        public String consumer() {
            return "forgotten";
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.IDENTITY);
        }

        @Override
        public void accept(CloudEvent event) {}
    }
}
