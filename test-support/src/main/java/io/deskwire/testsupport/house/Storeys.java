package io.deskwire.testsupport.house;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The storeys of a service. Rooms may be named that are not built yet; `platform` and the root stand beside them.
///
/// @param ground knows only the ground
/// @param work knows the ground, and one another
/// @param edges know all of these, and nobody knows them, not even another edge
public record Storeys(String rootPackage, Set<String> ground, Set<String> work, Set<String> edges) {
    private static final Set<String> BESIDE = Set.of("", "platform");

    /// What is wrong when the one feature knows the other; null where nothing is.
    @Nullable
    String refuses(String from, String to) {
        if (BESIDE.contains(from) || BESIDE.contains(to)) {
            return null;
        }
        if (edges.contains(to)) {
            return "an edge is known";
        }
        if (ground.contains(from) && work.contains(to)) {
            return "the ground knows what stands upon it";
        }
        for (var feature : Set.of(from, to)) {
            if (!ground.contains(feature) && !work.contains(feature) && !edges.contains(feature)) {
                return feature + " stands on no storey, name it in ArchitectureTests";
            }
        }
        return null;
    }
}
