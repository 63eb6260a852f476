package io.deskwire.common.reception;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param idle groups that this node takes no part in; another one has to
@ConfigurationProperties("deskwire.reception")
record ReceptionProperties(@DefaultValue Set<String> idle) {

    /// Those that this node takes part in.
    ///
    /// @throws IllegalArgumentException where an idle one is none of them: misspelt, it would be busy, unnoticed
    List<EffectGroup> busy(List<EffectGroup> all) {
        var names = all.stream().map(EffectGroup::name).collect(Collectors.toCollection(TreeSet::new));
        var unknown = new TreeSet<>(idle);
        unknown.removeAll(names);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("deskwire.reception.idle: %s (expected: groups of this service, %s)"
                    .formatted(String.join(", ", unknown), String.join(", ", names)));
        }
        return all.stream().filter(group -> !idle.contains(group.name())).toList();
    }
}
