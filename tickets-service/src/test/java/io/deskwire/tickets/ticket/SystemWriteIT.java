package io.deskwire.tickets.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.comment.CommentService;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What no request asks for goes through the same doors, with an actor in place of a caller.
@TicketsServiceTest
class SystemWriteIT {
    private static final Actor SWEEP = Actor.system("auto-close");
    private static final Actor TRIGGER = Actor.trigger(UUID.fromString("0198f3a0-0000-7000-8000-000000000099"));

    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    TicketService tickets;

    @Autowired
    CommentService comments;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JsonMapper json;

    Desk desk;
    Api agent;
    TenantId tenant;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        agent = desk.agent();
        tenant = new TenantId(desk.tenant());
    }

    @Test
    void aSweepChangesATicketAndIsNamedForIt() {
        var path = Desk.ticket(agent, "forgotten");
        var id = new TicketId(UUID.fromString(agent.get(path).text("/id")));

        system.run("auto-close", () -> tickets.update(SWEEP, tenant, id, patch("{\"status\":\"closed\"}")));

        var after = agent.get(path).expect(200);
        assertThat(after.text("/status")).isEqualTo("closed");
        assertThat(after.json().get("updated_by").isNull()).isTrue();
        assertThat(after.json().get("created_by").isNull()).isFalse();
        assertThat(agent.get(path + "/history").text("/data/1/actor")).isEqualTo("system:auto-close");
        assertThat(actors()).containsExactly("ticket.updated system:auto-close");
    }

    @Test
    void aTriggerOpensATicketAndCommentsOnIt() {
        var draft = TicketDraft.of(json.readValue(
                "{\"subject\":\"made\",\"requester\":{\"email\":\"ann@example.com\"}}", ObjectNode.class));

        var ticket = system.call("trigger", () -> {
            var made = tickets.create(TRIGGER, tenant, draft);
            comments.create(TRIGGER, tenant, made.id(), new CommentService.Said("said", Visibility.PUBLIC));
            return made;
        });

        var path = "/api/v1/tickets/" + ticket.id();
        assertThat(agent.get(path).expect(200).json().get("created_by").isNull())
                .isTrue();
        assertThat(agent.get(path).text("/channel")).isEqualTo("automation");
        assertThat(agent.get("/api/v1/contacts/" + agent.get(path).text("/requester_id"))
                        .text("/email"))
                .isEqualTo("ann@example.com");
        assertThat(agent.get(path + "/comments").json().at("/data/0/author_id").isNull())
                .isTrue();
        assertThat(actors()).containsExactly("ticket.created " + TRIGGER, "comment.created " + TRIGGER);
    }

    @Test
    void aTriggerAssignsWhomARequestMay() {
        var path = Desk.ticket(agent, "to assign");
        var id = new TicketId(UUID.fromString(agent.get(path).text("/id")));
        var member = UUID.randomUUID();
        PeopleEvents.of(desk.tenant()).member("member.created", member, "agent", null, 1);

        for (var nobody : List.of(UUID.randomUUID(), desk.tenant())) {
            assertThatThrownBy(() -> assign(id, nobody))
                    .isInstanceOfSatisfying(
                            Malformed.class,
                            refusal -> assertThat(
                                            refusal.details().get("errors").toString())
                                    .contains("assignee_id", nobody.toString()));
        }
        assertThat(agent.get(path).json().get("assignee_id").isNull()).isTrue();

        await().untilAsserted(() -> agent.patch(Desk.ticket(agent, "heard of"), Map.of("assignee_id", member))
                .expect(200));
        assign(id, member);

        assertThat(agent.get(path).text("/assignee_id")).isEqualTo(member.toString());
    }

    private void assign(TicketId ticket, UUID user) {
        var patch = patch("{\"assignee_id\":\"%s\"}".formatted(user));
        system.run("trigger", () -> tickets.update(TRIGGER, tenant, ticket, patch));
    }

    private TicketPatch patch(String body) {
        return TicketPatch.of(json.readValue(body, ObjectNode.class));
    }

    /// Of the events of those who are no users.
    private List<String> actors() {
        return system.query(
                "test",
                () -> jdbc.sql("""
                                SELECT type || ' ' || actor FROM outbox
                                 WHERE tenant_id = :tenant AND actor NOT LIKE 'user:%' ORDER BY id
                                """)
                        .param("tenant", desk.tenant())
                        .query(String.class)
                        .list());
    }
}
