package io.deskwire.common.outbox;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The images of a row before and after a change, made once for everybody who tells of it.
///
/// @param changed the names of the fields that differ, in the order of the image
public record Difference(JsonNode before, JsonNode after, List<String> changed) {
    public Difference {
        changed = List.copyOf(changed);
    }

    public static Difference of(JsonNode before, JsonNode after) {
        var names = new ArrayList<String>();
        after.propertyNames().forEach(name -> {
            @Nullable JsonNode old = before.get(name);
            if (old == null || !old.equals(after.get(name))) {
                names.add(name);
            }
        });
        return new Difference(before, after, names);
    }
}
