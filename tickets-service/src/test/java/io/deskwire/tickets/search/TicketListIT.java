package io.deskwire.tickets.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@TicketsServiceTest
class TicketListIT {
    private static final String TICKETS = "/api/v1/tickets";

    @LocalServerPort
    int port;

    Desk desk;
    Api agent;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
    }

    @Test
    void isEmptyForANewTenant() {
        assertThat(agent.get(TICKETS).expect(200).response().body())
                .matches("\\{\"data\":\\[],\"next_cursor\":null,\"complete_until\":\"[0-9T:.-]{23}Z\"}");
    }

    @Test
    void pagesWithoutLossOrRepetitionWhileOthersInsert() {
        var before = fill(600);

        for (var sort : List.of("-created_at", "-updated_at")) {
            var seen = new ArrayList<String>();
            var cursor = "";
            do {
                var page = agent.get("%s?limit=77&sort=%s&cursor=%s".formatted(TICKETS, sort, cursor))
                        .expect(200);
                seen.addAll(page.json().get("data").findValuesAsString("id"));
                Desk.ticket(agent, "while paging");
                cursor = page.json().get("next_cursor").isNull() ? "" : page.text("/next_cursor");
            } while (!cursor.isEmpty());

            assertThat(seen).doesNotHaveDuplicates().containsAll(before);
            assertThat(seen).isSortedAccordingTo(Comparator.reverseOrder());
        }
    }

    @Test
    void sortsByUpdateInBothDirections() {
        var ids = fill(5);
        agent.patch(TICKETS + "/" + ids.get(1), Map.of("priority", "high")).expect(200);

        assertThat(ids("?sort=-updated_at").getFirst()).isEqualTo(ids.get(1));
        assertThat(ids("?sort=updated_at")).isEqualTo(ids("?sort=-updated_at").reversed());
        assertThat(ids("?sort=created_at")).isEqualTo(ids);
        var page = agent.get(TICKETS + "?sort=updated_at&limit=3").expect(200);
        assertThat(agent.get(TICKETS + "?sort=updated_at&limit=3&cursor=" + page.text("/next_cursor"))
                        .expect(200)
                        .json()
                        .get("data"))
                .hasSize(2);
    }

    @Test
    void narrowsByEveryFilterAndAllTogether() {
        var assignee = PeopleEvents.of(desk.tenant()).member("agent");
        var late = agent.post(
                        TICKETS,
                        Map.of(
                                "subject", "Parcel is late",
                                "description", "The Brombeere never came",
                                "priority", "high",
                                "tags", List.of("vip"),
                                "channel", "email",
                                "requester", Map.of("email", "a@example.com")))
                .expect(201);
        var patched = agent.patch(late.header("Location"), Map.of("status", "pending", "assignee_id", assignee))
                .expect(200);
        Desk.ticket(agent, "Invoice is wrong");
        var id = late.text("/id");

        assertThat(ids("?status=pending")).containsExactly(id);
        assertThat(ids("?status=open,pending")).hasSize(2);
        assertThat(ids("?status=open&status=pending&priority=high,urgent")).containsExactly(id);
        assertThat(ids("?channel=email")).containsExactly(id);
        assertThat(ids("?channel=email,web")).hasSize(2);
        assertThat(ids("?assignee_id=" + assignee)).containsExactly(id);
        assertThat(ids("?requester_id=" + late.text("/requester_id"))).containsExactly(id);
        assertThat(ids("?tag=VIP")).containsExactly(id);
        assertThat(ids("?q=brombeere")).containsExactly(id);
        assertThat(ids("?q=%22parcel%20is%22%20-invoice")).containsExactly(id);
        assertThat(ids("?q=parcel%20or%20invoice")).hasSize(2);
        assertThat(ids("?q=%27%3A%26%7C%21%28")).isEmpty();
        assertThat(ids("?updated_since=" + patched.text("/updated_at"))).contains(id);
        assertThat(ids("?updated_since=2100-01-01T00:00:00Z")).isEmpty();
        assertThat(ids("?status=pending&priority=high&assignee_id=" + assignee + "&tag=vip&q=parcel"
                        + "&updated_since=2020-01-01T00:00:00%2B02:00&sort=-updated_at"))
                .containsExactly(id);
        assertThat(ids("?status=pending&priority=low")).isEmpty();
    }

    @Test
    void namesEveryBadParameter() {
        var errors = agent.get(TICKETS
                        + "?status=asleep&priority=huge&channel=pigeon&assignee_id=me&requester_id=you&sort=priority"
                        + "&updated_since=yesterday&q=" + "x".repeat(201))
                .problem(400, "malformed")
                .get("errors");

        assertThat(errors.findValuesAsString("field"))
                .containsExactlyInAnyOrder(
                        "status", "priority", "channel", "assignee_id", "requester_id", "sort", "updated_since", "q");
        for (var bad : List.of("limit=0", "limit=201", "cursor=nonsense", "sort=-updated_at&cursor=bm9uc2Vuc2U")) {
            agent.get(TICKETS + "?" + bad).problem(400, "malformed");
        }
    }

    private List<String> ids(String query) {
        return agent.get(TICKETS + query).expect(200).json().get("data").findValuesAsString("id");
    }

    private List<String> fill(int count) {
        var rows = IntStream.range(0, count)
                .mapToObj(i -> Map.of("subject", "ticket " + i))
                .toList();
        return agent.post(TICKETS + "/bulk", Map.of("tickets", rows))
                .expect(200)
                .json()
                .get("results")
                .valueStream()
                .map((JsonNode result) -> result.get("id").asString())
                .toList();
    }
}
