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
    void effectsOfOneGroupReadTheSameTopics() {
        assertThatThrownBy(() -> EffectGroup.of(Stream.of(
                        new Named("first", "people", Topic.IDENTITY), new Named("second", "people", Topic.TICKETS))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'first' and 'second'");
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
        assertThat(group.concerns("ticket.created")).isTrue();
        assertThat(group.concerns("ticket.deleted")).isFalse();
        assertThat(group.concerns("")).isFalse();
    }

    @Test
    void anEffectThatNobodyWiredFailsTheHouseRules() {
        FoundEffects.check(new ClassFileImporter().importClasses(Wired.class, EventEffect.class, Effect.class));
        assertThatThrownBy(() -> FoundEffects.check(
                        new ClassFileImporter().importClasses(Forgotten.class, EventEffect.class, Effect.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Forgotten is no bean");
    }

    private record Named(String consumer, String group, Topic topic) implements EventEffect {
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
