package io.deskwire.common.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.type.LogicalType;

/// How JSON looks on every wire: snake_case names and enum constants, UTC RFC 3339 with exactly three fraction digits,
/// unknown fields refused.
///
/// A value has the type that the contract says, or it is refused: no number is cut or read as text, and no empty text
/// as "not given", which would lift a limit that somebody meant to set. Numbers of free documents keep their digits.
public final class WireJson {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private WireJson() {}

    public static JsonMapper mapper() {
        var builder = JsonMapper.builder();
        configure(builder);
        return builder.build();
    }

    /// For documents of somebody else's shape that are passed on: nothing is renamed or refused, and numbers keep their
    /// digits. They keep their exponent too, so that no document grows on its way.
    public static JsonMapper documents() {
        var builder = JsonMapper.builder();
        keepDigits(builder);
        return builder.build();
    }

    public static String format(Instant instant) {
        return MILLIS.format(instant);
    }

    static void configure(JsonMapper.Builder builder) {
        keepDigits(builder);
        builder.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfigDefaults(any -> any.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(LogicalType.Textual, WireJson::onlyFromText)
                .withCoercionConfig(LogicalType.Enum, WireJson::onlyFromText)
                .addHandler(new UnknownFieldsException.Finder())
                .addModule(new SimpleModule("deskwire")
                        .addSerializer(Instant.class, new InstantSerializer())
                        .addDeserializer(Instant.class, new InstantDeserializer()));
    }

    private static void keepDigits(JsonMapper.Builder builder) {
        builder.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .nodeFactory(new ExactNumbers())
                .addModule(new SimpleModule("numbers").addDeserializer(Number.class, new ExactNumbers.Reader()));
    }

    private static void onlyFromText(MutableCoercionConfig config) {
        config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    private static final class InstantSerializer extends StdSerializer<Instant> {
        InstantSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(format(value));
        }
    }

    private static final class InstantDeserializer extends StdScalarDeserializer<Instant> {
        InstantDeserializer() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (Instant) context.handleUnexpectedToken(getValueType(context), parser);
            }
            var text = parser.getString();
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException _) {
                return (Instant) context.handleWeirdStringValue(Instant.class, text, "not RFC 3339");
            }
        }
    }
}
