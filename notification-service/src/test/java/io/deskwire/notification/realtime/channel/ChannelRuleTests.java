package io.deskwire.notification.realtime.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.contracts.access.Permission;
import io.deskwire.notification.realtime.channel.ChannelRule.OfHolders;
import io.deskwire.notification.realtime.channel.ChannelRule.OfNobody;
import io.deskwire.notification.realtime.channel.ChannelRule.OfStaff;
import io.deskwire.notification.realtime.channel.ChannelRule.OfTenant;
import io.deskwire.notification.realtime.channel.ChannelRule.OfTicket;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChannelRuleTests {
    @Test
    void readsTheRuleFromTheNameWhetherPrivateOrNot() {
        var id = UUID.fromString("01936d5e-0000-7000-8000-000000000001");
        for (var isPrivate : new boolean[] {true, false}) {
            assertThat(ChannelRule.of("ticket:" + id, isPrivate)).isEqualTo(new OfTicket(id));
            assertThat(ChannelRule.of("Ticket:" + id.toString().toUpperCase(java.util.Locale.ROOT), isPrivate))
                    .isEqualTo(new OfTicket(id));
            assertThat(ChannelRule.of("ticket:" + id + ":typing:more", isPrivate))
                    .isEqualTo(new OfTicket(id));
            assertThat(ChannelRule.of("ticket:7", isPrivate)).isEqualTo(new OfTicket(null));
            assertThat(ChannelRule.of("ticket:", isPrivate)).isEqualTo(new OfTicket(null));
            assertThat(ChannelRule.of("staff:", isPrivate)).isEqualTo(new OfStaff());
            assertThat(ChannelRule.of("STAFF:a:b", isPrivate)).isEqualTo(new OfStaff());
            for (var permission : Permission.values()) {
                assertThat(ChannelRule.of(permission.key() + ":board", isPrivate))
                        .isEqualTo(new OfHolders(permission));
            }
        }
    }

    @Test
    void leavesOtherNamesToTheTenantAndToNobodyWherePrivate() {
        for (var name : new String[] {"room", "staff", "ticket", "staffroom:a", " staff:a", "jobs.read", ":", "a:b"}) {
            assertThat(ChannelRule.of(name, false)).isEqualTo(new OfTenant());
            assertThat(ChannelRule.of(name, true)).isEqualTo(new OfNobody());
        }
    }
}
