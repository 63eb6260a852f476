package io.deskwire.tickets.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.common.json.WireJson;
import io.deskwire.common.problem.Problem.FieldError;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.tickets.contact.ContactId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TicketPatchTests {
    private static final JsonMapper JSON = WireJson.mapper();
    private static final String FULL = """
            {"subject":"s","description":"  d","priority":"high","type":"incident","tags":["VIP","new"],
             "custom_fields":{"a":null,"b":{"c":1.50}},"status":"pending",
             "assignee_id":"0198f3a0-0000-7000-8000-000000000003","team_id":null}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"description\":null,\"type\":null,\"custom_fields\":null}", FULL})
    void isStoredAsTheMergePatchItWasReadFrom(String body) {
        var patch = patch(body);
        ObjectNode stored = JSON.valueToTree(patch);

        assertThat(stored).isEqualTo(JSON.readTree(body));
        assertThat(TicketPatch.stored(JSON.readValue(stored.toString(), ObjectNode.class)))
                .isEqualTo(patch);
    }

    @Test
    void isStoredWithTheRequesterItGot() {
        var patch = patch("{\"status\":\"open\"}").askedBy(new ContactId(UUID.randomUUID()));

        assertThat(TicketPatch.stored(JSON.valueToTree(patch))).isEqualTo(patch);
    }

    @Test
    void appliesToAnyTicketAndTwiceToTheSame() {
        var patch = patch(FULL);
        var before = patch("""
                        {"subject":"old","description":"old","priority":"low","tags":["vip"],
                         "custom_fields":{"a":1,"b":{"d":2}}}
                        """).applied(TicketContent.blank());

        var after = patch.applied(before);

        assertThat(after.tags()).containsExactly("vip", "new");
        assertThat(after.customFields().toString()).isEqualTo("{\"b\":{\"d\":2,\"c\":1.50}}");
        assertThat(after.status()).isEqualTo(TicketStatus.PENDING);
        assertThat(patch.applied(after)).isEqualTo(after);
        assertThat(patch.applied(TicketContent.blank()).tags()).containsExactly("VIP", "new");
        assertThat(patch("{}").applied(before)).isEqualTo(before);
    }

    @Test
    void namesEveryBadFieldInTheOrderOfTheContract() {
        var malformed = catchThrowableOfType(Malformed.class, () -> patch("""
                {"nonsense":1,"team_id":"x","status":null,"custom_fields":7,"tags":"one","type":2,"priority":"huge",
                 "description":3,"subject":" "}
                """));

        assertThat(malformed.details().get("errors"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(FieldError.class))
                .extracting(FieldError::field)
                .containsExactly(
                        "nonsense",
                        "subject",
                        "description",
                        "priority",
                        "type",
                        "tags",
                        "custom_fields",
                        "status",
                        "team_id");
    }

    private static TicketPatch patch(String json) {
        return TicketPatch.of(JSON.readValue(json, ObjectNode.class));
    }
}
