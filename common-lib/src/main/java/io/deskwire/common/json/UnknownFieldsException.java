package io.deskwire.common.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Names every field of an object that is not known, where Jackson names the first.
public final class UnknownFieldsException extends UnrecognizedPropertyException {
    private final List<String> names;

    private UnknownFieldsException(JsonParser parser, Class<?> type, List<String> names, Collection<Object> known) {
        super(
                parser,
                "Unknown fields %s".formatted(names),
                parser.currentTokenLocation(),
                type,
                names.getFirst(),
                known);
        this.names = List.copyOf(names);
    }

    /// The fields' names without the path to their object.
    public List<String> names() {
        return names;
    }

    static final class Finder extends DeserializationProblemHandler {
        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                @Nullable ValueDeserializer<?> deserializer,
                Object beanOrClass,
                String name) {
            var known = deserializer == null ? null : deserializer.getKnownPropertyNames();
            if (known == null) {
                return false;
            }
            var type = beanOrClass instanceof Class<?> itself ? itself : beanOrClass.getClass();
            var failure = new UnknownFieldsException(parser, type, unknown(parser, name, known), known);
            failure.prependPath(beanOrClass, name);
            throw failure;
        }

        /// Reads on to the object's end: nothing is made of it any more.
        private static List<String> unknown(JsonParser parser, String first, Collection<Object> known) {
            var names = new ArrayList<>(List.of(first));
            parser.skipChildren();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                if (!known.contains(name) && !names.contains(name)) {
                    names.add(name);
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return names;
        }
    }
}
