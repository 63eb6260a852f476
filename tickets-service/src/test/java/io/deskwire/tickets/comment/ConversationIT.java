package io.deskwire.tickets.comment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.deskwire.testsupport.event.PeopleEvents;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.comment.CommentService.Said;
import io.deskwire.tickets.ticket.TicketId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The team and a customer talk about a ticket.
@TicketsServiceTest
class ConversationIT {
    @LocalServerPort
    int port;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    CommentService comments;

    Desk desk;
    Api agent;
    Api client;
    UUID customer;
    String ticket;

    @BeforeEach
    void ask() {
        desk = Desk.at(port);
        agent = desk.agent();
        customer = UUID.randomUUID();
        client = desk.client(customer);
        ticket = Desk.ticket(client, "mine");
    }

    private Answer say(Api api, String body) {
        return api.post(ticket + "/comments", Map.of("body", body));
    }

    @ParameterizedTest
    @CsvSource({"open,open", "pending,open", "on_hold,on_hold", "solved,open"})
    void aCustomersReplyOpensWhatWaitedForIt(String before, String after) {
        agent.patch(ticket, Map.of("status", before)).expect(200);

        assertThat(say(client, "It still does not work")
                        .expect(201)
                        .json()
                        .get("from_customer")
                        .asBoolean())
                .isTrue();

        assertThat(agent.get(ticket).text("/status")).isEqualTo(after);
        var history = agent.get(ticket + "/history").json().get("data");
        var last = history.get(history.size() - 1);
        if (!before.equals(after)) {
            assertThat(last.get("actor").asString()).isEqualTo("user:" + customer);
            assertThat(last.at("/changes/0").toString())
                    .isEqualTo("{\"field\":\"status\",\"from\":\"%s\",\"to\":\"open\"}".formatted(before));
        }
    }

    @Test
    void theTeamsReplyLeavesTheStatusAsItIs() {
        agent.patch(ticket, Map.of("status", "solved")).expect(200);

        assertThat(say(agent, "You are welcome")
                        .expect(201)
                        .json()
                        .get("from_customer")
                        .asBoolean())
                .isFalse();

        assertThat(agent.get(ticket).text("/status")).isEqualTo("solved");
    }

    @Test
    void aClosedTicketTakesNoReplies() {
        agent.patch(ticket, Map.of("status", "closed")).expect(200);

        say(client, "One more thing").problem(409, "ticket-closed");
        assertThat(client.get(ticket + "/comments").json().get("data")).isEmpty();
        say(agent, "For the record").expect(201);
        assertThat(agent.get(ticket).text("/status")).isEqualTo("closed");
    }

    @Test
    void aLetterOpensASolvedTicketToo() {
        agent.patch(ticket, Map.of("status", "solved")).expect(200);
        var id = new TicketId(UUID.fromString(agent.get(ticket).text("/id")));
        var mailbox = new Actor(Actor.Kind.MAIL, UUID.randomUUID(), null);

        system.run(
                "mailbox",
                () -> comments.create(
                        mailbox,
                        new TenantId(desk.tenant()),
                        id,
                        new Said("It is not. @[user:%s]".formatted(UUID.randomUUID()), Visibility.PUBLIC)));

        assertThat(agent.get(ticket).text("/status")).isEqualTo("open");
        var letter = agent.get(ticket + "/comments").json().at("/data/0");
        assertThat(letter.get("from_customer").asBoolean()).isTrue();
        assertThat(letter.get("mentions")).as("nobody the letter could mean").isEmpty();
    }

    @Test
    void aReplyIsHeldBackWhereTheCustomerHasWrittenSince() {
        var seen = say(client, "It is blue").expect(201).text("/id");
        reply(seen).expect(201);
        var newer = say(client, "No, red").expect(201).text("/id");

        assertThat(reply(seen)
                        .problem(409, "newer-comment")
                        .get("newest_comment_id")
                        .asString())
                .isEqualTo(newer);
        reply(null).problem(409, "newer-comment");
        assertThat(agent.get(ticket + "/comments").json().get("data")).hasSize(3);
        reply(newer).expect(201);
        assertThat(agent.get(ticket + "/comments").json().get("data")).hasSize(4);
    }

    @Test
    void aReplyIsHeldBackWhereTheCustomerHasWrittenOnATicketThatWasMerged() {
        var seen = say(client, "It is blue").expect(201).text("/id");
        var again = Desk.ticket(client, "again");
        var newer = client.post(again + "/comments", Map.of("body", "No, red"))
                .expect(201)
                .text("/id");
        reply(seen).expect(201);
        agent.post(again + "/merge", Map.of("into", id(ticket))).expect(200);

        assertThat(reply(seen)
                        .problem(409, "newer-comment")
                        .get("newest_comment_id")
                        .asString())
                .isEqualTo(newer);
        reply(newer).expect(201);
    }

    @Test
    void aLetterToAClosedTicketOpensOneThatFollowsItUp() {
        agent.patch(ticket, Map.of("status", "closed")).expect(200);

        var opened = "/api/v1/tickets/" + letter(ticket).ticketId();

        var followUp = agent.get(opened).expect(200);
        assertThat(followUp.text("/follow_up_of")).isEqualTo(id(ticket));
        assertThat(followUp.text("/subject")).isEqualTo("mine");
        assertThat(followUp.text("/channel")).isEqualTo("email");
        assertThat(client.get(opened + "/comments").expect(200).json().get("data"))
                .hasSize(1);
        assertThat(agent.get(ticket).text("/status")).isEqualTo("closed");
    }

    @Test
    void aLetterToAMergedTicketGoesWhereItsWriterSeesIt() {
        var theirs = Desk.ticket(client, "broken");
        agent.post(ticket + "/merge", Map.of("into", id(theirs))).expect(200);
        agent.patch(theirs, Map.of("status", "pending")).expect(200);

        assertThat(letter(ticket).ticketId()).hasToString(id(theirs));
        assertThat(agent.get(theirs).text("/status")).isEqualTo("open");

        var ofAnother = Desk.ticket(desk.client(), "theirs");
        var own = Desk.ticket(client, "once more");
        agent.post(own + "/merge", Map.of("into", id(ofAnother))).expect(200);

        var opened = letter(own).ticketId();
        assertThat(client.get("/api/v1/tickets/" + opened).expect(200).text("/follow_up_of"))
                .isEqualTo(id(own));
        assertThat(agent.get(ofAnother + "/comments").json().get("data")).isEmpty();
    }

    private Comment letter(String to) {
        return system.call(
                "mailbox",
                () -> comments.create(
                        new Actor(Actor.Kind.MAIL, UUID.randomUUID(), null),
                        new TenantId(desk.tenant()),
                        new TicketId(UUID.fromString(id(to))),
                        new Said("It is not", Visibility.PUBLIC)));
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Test
    void onlyAPublicReplyThatSaysWhatItsWriterSawIsHeldBack() {
        var seen = say(client, "It is blue").expect(201).text("/id");
        say(client, "No, red").expect(201);
        var old = Map.<String, Object>of("body", "x", "last_seen_comment_id", seen);

        agent.post(ticket + "/comments", with(old, "force", true)).expect(201);
        agent.post(ticket + "/comments", with(old, "visibility", "internal")).expect(201);
        agent.post(ticket + "/comments", Map.of("body", "x")).expect(201);
        client.post(ticket + "/comments", old).expect(201);
        agent.post(ticket + "/comments", with(old, "force", false)).problem(409, "newer-comment");
    }

    @Test
    void whatTheTeamSaysHoldsNobodyBack() {
        var first = say(agent, "Hello").expect(201).text("/id");
        say(desk.agent(), "Hello from me").expect(201);

        reply(first).expect(201);
        reply(null).expect(201);
    }

    @Test
    void refusesWhatIsNoComment() {
        for (var bad : List.<Object>of("me", 7, true, List.of())) {
            assertThat(agent.post(ticket + "/comments", Map.of("body", "x", "last_seen_comment_id", bad))
                            .problem(400, "malformed")
                            .get("errors")
                            .findValuesAsString("field"))
                    .containsExactly("last_seen_comment_id");
        }
        agent.post(ticket + "/comments", Map.of("body", "x", "force", "yes")).problem(400, "malformed");
        // An id of another tenant tells nothing and lets nothing pass.
        var other = Desk.at(port);
        var foreign = other.agent()
                .post(Desk.ticket(other.agent(), "theirs") + "/comments", Map.of("body", "x"))
                .expect(201)
                .text("/id");
        say(client, "It is blue").expect(201);
        reply(foreign).problem(409, "newer-comment");
    }

    /// The customer's comment is written, but not yet there when the reply comes in.
    @Test
    void aReplyWaitsForWhatTheCustomerIsSaying() {
        var id = UUID.fromString(agent.get(ticket).text("/id"));

        CompletableFuture<Answer> replied = system.call("test", () -> {
            jdbc.sql("SELECT id FROM tickets WHERE tenant_id = :tenant AND id = :id FOR NO KEY UPDATE")
                    .param("tenant", desk.tenant())
                    .param("id", id)
                    .query()
                    .listOfRows();
            jdbc.sql("""
                            INSERT INTO ticket_comments (tenant_id, id, ticket_id, author_id, from_customer, visibility, body,
                                                         requester_user_id, version, created_at)
                            VALUES (:tenant, :id, :ticket, :author, true, 'public', 'wait', :author, 1, now())
                            """)
                    .param("tenant", desk.tenant())
                    .param("id", Uuid7.next())
                    .param("ticket", id)
                    .param("author", customer)
                    .update();
            var asked = CompletableFuture.supplyAsync(() -> reply(null));
            await().until(() -> jdbc.sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
                            .query(Long.class)
                            .single()
                    > 0);
            return asked;
        });

        replied.join().problem(409, "newer-comment");
    }

    @Test
    void mentionsMembersWhoMayReadTickets() {
        var people = PeopleEvents.of(desk.tenant());
        var ann = people.member("agent");
        var buyer = people.member("client");

        var made = say(agent, "Ask @[user:%s], @[user:%s]".formatted(ann, ann)).expect(201);
        assertThat(made.json().get("mentions").valueStream().map(id -> id.asString()))
                .containsExactly(ann.toString());
        assertThat(say(agent, "Ask @[user:%s]".formatted(buyer))
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("message"))
                .containsExactly(buyer + " is no member of this tenant who may read tickets");
        assertThat(agent.patch(made.header("Location"), Map.of("body", "Ask nobody"))
                        .expect(200)
                        .json()
                        .get("mentions"))
                .isEmpty();
        agent.patch(made.header("Location"), Map.of("body", "@[user:%s]".formatted(buyer)))
                .problem(400, "malformed");
    }

    @Test
    void aCustomerMentionsNobody() {
        var ann = PeopleEvents.of(desk.tenant()).member("agent");

        for (var user : List.of(ann, UUID.randomUUID())) {
            var made = say(client, "@[user:%s]".formatted(user)).expect(201);
            assertThat(made.json().get("mentions")).isEmpty();
            assertThat(client.patch(made.header("Location"), Map.of("body", "!@[user:%s]".formatted(user)))
                            .expect(200)
                            .json()
                            .get("mentions"))
                    .isEmpty();
        }
    }

    @Test
    void mentionsNotTooMany() {
        var crowd = new StringBuilder();
        for (int i = 0; i <= Mentions.MAX; i++) {
            crowd.append("@[user:%s]".formatted(UUID.randomUUID()));
        }

        assertThat(say(agent, crowd.toString())
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("message"))
                .containsExactly("mentions 51 people (expected: at most 50)");
    }

    private Answer reply(@Nullable String lastSeen) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("body", "Thanks");
        body.put("last_seen_comment_id", lastSeen);
        return agent.post(ticket + "/comments", body);
    }

    private static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        var more = new HashMap<>(body);
        more.put(field, value);
        return more;
    }
}
