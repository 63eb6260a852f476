package io.deskwire.tickets.ticketfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.deskwire.common.json.WireJson;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.FieldError;
import io.deskwire.tickets.platform.CustomFields;
import io.deskwire.tickets.ticket.Priority;
import io.deskwire.tickets.ticket.Ticket.Channel;
import io.deskwire.tickets.ticket.TicketStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TicketFieldsTests {
    private static final JsonMapper JSON = WireJson.documents();

    private static final TicketFields FIELDS = fields(
            field("note", "text", "[]", "[]", "hidden"),
            field("seats", "number", "[]", "[\"solve\"]", "hidden"),
            field("trial", "boolean", "[]", "[]", "visible"),
            field("due", "date", "[]", "[]", "editable"),
            field("plan", "select", "[\"free\",\"gold\"]", "[\"create\"]", "visible"),
            field("topics", "multi_select", "[\"a\",\"b\"]", "[]", "editable"),
            field("order", "regex", "[\"[A-Z]{2}-\\\\d+\"]", "[\"create\",\"solve\"]", "editable"));

    private static TicketFields fields(String... all) {
        return TicketFields.parse("[" + String.join(",", all) + "]");
    }

    private static String field(String key, String type, String options, String requiredOn, String clients) {
        return """
                {"key":"%s","type":"%s","options":%s,"required_on":%s,"visible":%b,"editable":%b,"removed":false}
                """.formatted(key, type, options, requiredOn, !clients.equals("hidden"), clients.equals("editable"));
    }

    private static ObjectNode values(String json) {
        return (ObjectNode) JSON.readTree(json);
    }

    private static List<String> names(List<FieldError> misfits) {
        return misfits.stream().map(FieldError::field).toList();
    }

    private static List<String> changed(String before, String after, Writer writer) {
        return names(FIELDS.misfitsOfChange(values(before), values(after), false, writer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "note   | \"\"             | 7",
                "note   | \"any text\"     | [\"x\"]",
                "seats  | 1.50             | \"1\"",
                "seats  | -1e20            | true",
                "trial  | false            | \"false\"",
                "due    | \"2026-02-28\"   | \"2026-02-30\"",
                "due    | \"0001-01-01\"   | \"2026-11-21T10:00:00Z\"",
                "plan   | \"gold\"         | \"Gold\"",
                "plan   | \"free\"         | [\"free\"]",
                "topics | [\"b\",\"a\"]    | [\"a\",\"a\"]",
                "topics | []               | \"a\"",
                "topics | [\"a\"]          | [\"a\",null]",
                "order  | \"AB-17\"        | \"xAB-17\"",
                "order  | \"AB-1\"         | \"AB-17\\n\"",
                "order  | \"AB-2\"         | {\"a\":1}"
            })
    void takesValuesOfTheirType(String key, String good, String bad) {
        assertThat(changed("{}", "{\"%s\":%s}".formatted(key, good), Writer.STAFF))
                .isEmpty();
        assertThat(changed("{}", "{\"%s\":%s}".formatted(key, bad), Writer.STAFF))
                .containsExactly("custom_fields." + key);
    }

    @Test
    void refuseWhatNobodyDefined() {
        assertThat(changed("{}", "{\"nope\":1,\"plan\":\"gold\",\"note\":\"x\"}", Writer.STAFF))
                .containsExactly("custom_fields.nope");
        assertThat(changed("{}", "{\"nope\":1}", Writer.SYSTEM)).containsExactly("custom_fields.nope");
        assertThat(changed(
                        "{\"old\":1,\"plan\":\"silver\"}",
                        "{\"old\":1,\"plan\":\"silver\",\"note\":\"x\"}",
                        Writer.STAFF))
                .as("what stays as it is")
                .isEmpty();
        assertThat(changed("{\"old\":1}", "{\"old\":2}", Writer.STAFF)).containsExactly("custom_fields.old");
        assertThat(changed("{\"old\":1}", "{}", Writer.STAFF)).as("what goes").isEmpty();
        assertThat(TicketFields.NONE.misfitsOfNew(values("{\"nope\":{\"a\":[1]}}"), Writer.CLIENT))
                .isEmpty();
    }

    @Test
    void nameNoMoreFaultsThanAPersonReads() {
        var many = CustomFields.none();
        for (int i = 0; i < 1_000; i++) {
            many.put("unknown" + i, i);
        }
        many.put("😀".repeat(100), 1);

        var misfits = FIELDS.misfitsOfChange(CustomFields.none(), many, false, Writer.STAFF);
        assertThat(misfits).hasSize(50);
        var monstrous = CustomFields.none().put("😀".repeat(100), "😀".repeat(100));
        var longest = FIELDS.misfitsOfChange(CustomFields.none(), monstrous, false, Writer.STAFF);
        assertThat(longest.getFirst().field()).isEqualTo("custom_fields." + "😀".repeat(60) + "…");
    }

    @Test
    void askForWhatIsRequired() {
        assertThat(names(FIELDS.misfitsOfNew(values("{}"), Writer.STAFF)))
                .containsExactly("custom_fields.plan", "custom_fields.order");
        assertThat(names(FIELDS.misfitsOfNew(values("{\"plan\":\"gold\",\"order\":\"  \"}"), Writer.STAFF)))
                .containsExactly("custom_fields.order", "custom_fields.order");
        assertThat(names(FIELDS.misfitsOfNew(values("{}"), Writer.CLIENT)))
                .as("of a client what it may write")
                .containsExactly("custom_fields.order");
        assertThat(FIELDS.misfitsOfNew(values("{}"), Writer.SYSTEM)).isEmpty();
        assertThat(names(FIELDS.misfitsOfChange(values("{}"), values("{}"), true, Writer.STAFF)))
                .containsExactly("custom_fields.seats", "custom_fields.order");
        assertThat(FIELDS.misfitsOfChange(values("{}"), values("{}"), false, Writer.STAFF))
                .isEmpty();
    }

    @Test
    void showClientsWhatIsVisible() {
        var all = values("{\"note\":\"x\",\"trial\":true,\"order\":\"AB-1\",\"old\":1}");

        assertThat(FIELDS.seenByClients(all)).isEqualTo(values("{\"trial\":true,\"order\":\"AB-1\"}"));
        assertThat(TicketFields.NONE.seenByClients(all)).isEqualTo(all);
    }

    @Test
    void letClientsWriteWhatIsOpenToThem() {
        assertThat(changed("{}", "{\"order\":\"AB-1\",\"topics\":[\"a\"]}", Writer.CLIENT))
                .isEmpty();
        assertThat(changed("{}", "{\"trial\":true,\"note\":\"x\",\"nope\":1}", Writer.CLIENT))
                .containsExactly("custom_fields.trial", "custom_fields.note", "custom_fields.nope");
        assertThat(changed("{\"trial\":true}", "{}", Writer.CLIENT)).containsExactly("custom_fields.trial");
        assertThat(changed("{\"order\":\"AB-1\"}", "{}", Writer.CLIENT)).isEmpty();
        var hidden = FIELDS.misfitsOfNew(values("{\"note\":\"x\",\"order\":\"AB-1\"}"), Writer.CLIENT);
        var unknown = FIELDS.misfitsOfNew(values("{\"nope\":\"x\",\"order\":\"AB-1\"}"), Writer.CLIENT);
        assertThat(hidden.getFirst().message()).isEqualTo(unknown.getFirst().message());
    }

    @Test
    void remembersOfARemovedFieldWhoSawIt() {
        var removed = fields(
                field("note", "text", "[]", "[\"create\"]", "hidden").replace("\"removed\":false", "\"removed\":true"),
                field("order", "text", "[]", "[]", "editable").replace("\"removed\":false", "\"removed\":true"));

        assertThat(removed.defined()).isFalse();
        assertThat(removed.misfitsOfNew(values("{\"free\":1}"), Writer.STAFF)).isEmpty();
        assertThat(removed.seenByClients(values("{\"note\":\"x\",\"order\":\"y\",\"free\":1}")))
                .isEqualTo(values("{\"order\":\"y\",\"free\":1}"));
        assertThat(removed.catalogue().fields()).hasSameSizeAs(TicketCatalogue.COMMON.fields());
        assertThat(removed.catalogueWithRemoved().fields())
                .hasSize(TicketCatalogue.COMMON.fields().size() + 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+b",
                "(a|aa)+b",
                "(a*)*(a*)*(a*)*b",
                "(.*)(.*)(.*)(.*)(.*)(.*)b",
                "(?:a?){50}a{50}b",
                "(?=(a+)+b)a",
                "(?<!(a|aa){0,50}b)c"
            })
    void endsWhereAnExpressionWouldGoBackForEver(String regex) {
        var fields = fields(field("x", "regex", JSON.writeValueAsString(List.of(regex)), "[]", "hidden"));
        var value = CustomFields.none().put("x", "a".repeat(1_000));

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(fields.misfitsOfNew(value, Writer.STAFF)).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "a)|(?:b",
                "[z-a]",
                "\\Qnever ends",
                "(?x) a # the end",
                "(?ix)(){2 0 0 0 0 0 0 0 0 0}",
                "(){2000000000}",
                "((){1000}){1000}",
                "\\b{99999999999999999999}",
                "(?:){3,100000}"
            })
    void takesNoExpressionThatIsNoneOrTooMuch(String regex) {
        assertThat(Expression.of(regex)).isEmpty();
    }

    @Test
    void takesExpressionsOfTheLengthThatPeopleWrite() {
        assertThat(Expression.of("x".repeat(200))).isPresent();
        assertThat(Expression.of("x".repeat(201))).isEmpty();
        assertThat(Expression.of("[A-Z]{2}\\d{3,}-\\d{0,20}|\\p{L}+")
                        .orElseThrow()
                        .matches("AB1234-"))
                .isTrue();
        assertThat(Expression.of("a|b").orElseThrow().matches("ab")).isFalse();
        assertThat(Expression.of(".*").orElseThrow().matches("x".repeat(1_001))).isFalse();
    }

    /// The ground below tickets knows their words, too.
    @Test
    void knowsTheChoicesThatTicketsHave() {
        for (var word : words(TicketStatus.values())) {
            assertThat(accepted("status", word)).isTrue();
        }
        for (var word : words(Priority.values())) {
            assertThat(accepted("priority", word)).isTrue();
        }
        for (var word : words(Channel.values())) {
            assertThat(accepted("channel", word)).isTrue();
        }
    }

    private static List<String> words(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static boolean accepted(String field, String value) {
        var check = new FieldCheck();
        TicketCatalogue.COMMON.parse(
                JSON.readTree("{\"all\":[{\"field\":\"%s\",\"op\":\"is\",\"value\":\"%s\"}]}".formatted(field, value)),
                "",
                check);
        return check.errors().isEmpty();
    }
}
