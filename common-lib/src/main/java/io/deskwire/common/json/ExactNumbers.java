package io.deskwire.common.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ValueNode;

/// Numbers of documents as they are written, digit by digit, as `jsonb` keeps them too. A number that would be longer
/// than [#MAX_DIGITS] without its exponent is refused: `1e1000000` is nine characters here and a megabyte in the
/// database.
final class ExactNumbers extends JsonNodeFactory {
    /// As many as Jackson reads of a number without an exponent.
    static final int MAX_DIGITS = 1_000;

    @Override
    public ValueNode numberNode(BigDecimal number) {
        return super.numberNode(bounded(number));
    }

    @Override
    public ValueNode numberNode(BigInteger number) {
        return super.numberNode(bounded(new BigDecimal(number)).toBigInteger());
    }

    private static BigDecimal bounded(BigDecimal number) {
        var fraction = Math.max(0L, number.scale());
        var whole = Math.max(1L, (long) number.precision() - number.scale()); // 0.1 has a 0 before its point
        if (fraction + whole > MAX_DIGITS) {
            throw new StreamConstraintsException(
                    "a number has more than %d digits, written without an exponent".formatted(MAX_DIGITS));
        }
        return number;
    }

    /// The same for documents that become maps.
    static final class Reader extends StdScalarDeserializer<Number> {
        Reader() {
            super(Number.class);
        }

        @Override
        public Number deserialize(JsonParser parser, DeserializationContext context) {
            return switch (parser.currentToken()) {
                case VALUE_NUMBER_FLOAT -> bounded(parser.getDecimalValue());
                case VALUE_NUMBER_INT -> whole(parser.getNumberValue());
                default -> (Number) context.handleUnexpectedToken(getValueType(context), parser);
            };
        }

        private static Number whole(Number number) {
            return number instanceof BigInteger big
                    ? bounded(new BigDecimal(big)).toBigInteger()
                    : number;
        }
    }
}
