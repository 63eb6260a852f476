package io.deskwire.testsupport;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// The shape of a JSON text: which members there are at every level and of which kind, whatever their values.
///
/// A null is a kind of its own: where the sample has a value the producer has one, too, and the other way round. An
/// empty array fits any items.
public final class JsonShape {
    private JsonShape() {}

    /// One place where the shapes differ.
    ///
    /// @param sample null where the sample has no such member
    /// @param actual null where it is in the sample alone
    public record Difference(
            String path,
            @Nullable JsonNodeType sample,
            @Nullable JsonNodeType actual) {
        @Override
        public String toString() {
            if (sample == null) {
                return path + ": not in the sample";
            }
            return actual == null
                    ? path + ": only in the sample"
                    : "%s: %s (sample: %s)".formatted(path, actual, sample);
        }
    }

    /// What differs; empty where the shapes agree.
    public static List<Difference> differences(JsonNode sample, JsonNode actual) {
        var found = new ArrayList<Difference>();
        compare("$", sample, actual, found);
        return found;
    }

    private static void compare(String path, JsonNode sample, JsonNode actual, List<Difference> found) {
        if (sample.getNodeType() != actual.getNodeType()) {
            found.add(new Difference(path, sample.getNodeType(), actual.getNodeType()));
        } else if (sample.isObject()) {
            members(path, sample, actual, found);
        } else if (sample.isArray() && !sample.isEmpty() && !actual.isEmpty()) {
            compare(path + "[0]", sample.get(0), actual.get(0), found);
        }
    }

    private static void members(String path, JsonNode sample, JsonNode actual, List<Difference> found) {
        var names = new TreeSet<String>();
        names.addAll(sample.propertyNames());
        names.addAll(actual.propertyNames());
        for (var name : names) {
            @Nullable JsonNode expected = sample.get(name);
            @Nullable JsonNode given = actual.get(name);
            if (expected == null || given == null) {
                found.add(new Difference(path + "." + name, type(expected), type(given)));
            } else {
                compare(path + "." + name, expected, given, found);
            }
        }
    }

    private static @Nullable JsonNodeType type(@Nullable JsonNode node) {
        return node == null ? null : node.getNodeType();
    }
}
