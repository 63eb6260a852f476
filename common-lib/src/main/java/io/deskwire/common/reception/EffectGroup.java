package io.deskwire.common.reception;

import io.deskwire.contracts.event.Topic;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The effects that read with one consumer, in their order.
record EffectGroup(String name, List<Effect> effects) {

    EffectGroup {
        effects = List.copyOf(effects);
        var first = effects.getFirst();
        for (var effect : effects) {
            if (effect.retry() != first.retry() || effect.pace() != first.pace()) {
                throw new IllegalArgumentException(
                        "group '%s': '%s' and '%s' differ in retry or pace (expected: one consumer reads for both)"
                                .formatted(name, first.consumer(), effect.consumer()));
            }
        }
    }

    /// @throws IllegalArgumentException where two effects have one name: they would share their guard rows,
    ///     and the second would do nothing
    static List<EffectGroup> of(Stream<Effect> effects) {
        var groups = new LinkedHashMap<String, List<Effect>>();
        var names = new HashSet<String>();
        effects.forEach(effect -> {
            if (!names.add(effect.consumer())) {
                throw new IllegalArgumentException("two effects are called '%s' (expected: a name of its own for each)"
                        .formatted(effect.consumer()));
            }
            effect.groups()
                    .forEach(group -> groups.computeIfAbsent(group, _ -> new ArrayList<>())
                            .add(effect));
        });
        return groups.entrySet().stream()
                .map(group -> new EffectGroup(group.getKey(), group.getValue()))
                .toList();
    }

    /// What one of its effects reads.
    Set<Topic> topics() {
        return effects.stream()
                .flatMap(effect -> effect.topics().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Topic.class)));
    }

    Retry retry() {
        return effects.getFirst().retry();
    }

    Pace pace() {
        return effects.getFirst().pace();
    }

    Topic topic(String wire) {
        return topics().stream()
                .filter(topic -> topic.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("group '%s' does not read %s".formatted(name, wire)));
    }

    boolean concerns(Topic topic, String type) {
        return effects.stream()
                .filter(effect -> effect.topics().contains(topic))
                .anyMatch(effect -> switch (effect) {
                    case EventEffect single -> single.concerns(type);
                    case BatchEffect _ -> true;
                });
    }
}
