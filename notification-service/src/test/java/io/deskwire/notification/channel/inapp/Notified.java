package io.deskwire.notification.channel.inapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.notification.Events;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.TestTokens;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A team and what it has been told. Subclasses are one theme each.
abstract class Notified {
    private static final String COUNTED = """
            SELECT count(*) FROM notifications
             WHERE tenant_id = :tenant AND user_id = :user AND read_at IS NULL AND archived_at IS NULL
            """;

    @LocalServerPort
    int port;

    @Autowired
    TestTokens tokens;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    final Events events = Events.ofNewTenant();
    final UUID admin = UUID.randomUUID();
    final UUID agent = UUID.randomUUID();
    final UUID va = UUID.randomUUID();
    final UUID client = UUID.randomUUID();

    void team() {
        events.people().member("member.created", admin, "admin", null, 1);
        events.people().member("member.created", agent, "agent", null, 1);
        events.people().member("member.created", va, "va", null, 1);
        events.people().member("member.created", client, "client", null, 1);
        awaitMembers(4);
    }

    Api as(UUID user) {
        return Api.at("http://127.0.0.1:" + port)
                .as(tokens.member(
                        events.tenant(),
                        user,
                        "agent",
                        "tickets.read",
                        "jobs.read",
                        "comments.internal",
                        "admin.automation"));
    }

    List<String> kinds(UUID user) {
        return as(user).get("/api/v1/notifications")
                .expect(200)
                .json()
                .get("data")
                .findValuesAsString("kind");
    }

    long unread(UUID user) {
        return as(user).get("/api/v1/notifications")
                .expect(200)
                .json()
                .get("unread_count")
                .asLong();
    }

    void awaitUnread(UUID user, long count) {
        await().untilAsserted(() -> assertThat(unread(user)).isEqualTo(count));
        assertThat(counted(user)).isEqualTo(count);
    }

    long counted(UUID user) {
        return system.call(
                "test",
                () -> jdbc.sql(COUNTED)
                        .param("tenant", events.tenant())
                        .param("user", user)
                        .query(Long.class)
                        .single());
    }

    void awaitMembers(long count) {
        awaitRows("SELECT count(*) FROM members_seen WHERE tenant_id = :tenant AND NOT deleted", count);
    }

    void awaitAnnounced(long count) {
        awaitRows("SELECT count(*) FROM announcements WHERE tenant_id = :tenant", count);
    }

    void awaitRows(String sql, long count) {
        await().untilAsserted(() -> assertThat(system.<Long>call(
                        "test",
                        () -> jdbc.sql(sql)
                                .param("tenant", events.tenant())
                                .query(Long.class)
                                .single()))
                .isEqualTo(count));
    }
}
