package io.deskwire.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.event.Audience;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.json.WireJson;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.notification.NotificationServiceTest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@NotificationServiceTest
class AnnouncementEffectIT {
    @Autowired
    AnnouncementEffect effect;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    private final UUID acme = UUID.randomUUID();
    private final UUID globex = UUID.randomUUID();

    @Test
    void announcesABatchInOneStatement() {
        var events = Stream.generate(() -> List.of(created(acme), created(globex)))
                .limit(25)
                .flatMap(List::stream)
                .toList();
        system.run("test", () -> effect.acceptAll(events));
        assertThat(system.call(
                        "test",
                        () -> jdbc.sql("""
                        SELECT count(*) || ' in ' || count(DISTINCT (xmin::text, cmin::text)) FROM announcements
                         WHERE tenant_id IN (:acme, :globex)
                        """)
                                .param("acme", acme)
                                .param("globex", globex)
                                .query(String.class)
                                .single()))
                .isEqualTo("50 in 1");
    }

    private static CloudEvent created(UUID tenant) {
        var ticket = Uuid7.next();
        return new CloudEvent(
                Uuid7.next(),
                "ticket.created",
                new CloudEvent.Subject(ticket.toString(), 1),
                Clock.systemUTC().instant(),
                tenant,
                "system:test",
                new CloudEvent.Origin("deskwire/test", null),
                new Audience("tickets.read", List.of()),
                WireJson.mapper()
                        .valueToTree(Map.of("table", "tickets", "record", Map.of("id", ticket, "subject", "Late"))));
    }
}
