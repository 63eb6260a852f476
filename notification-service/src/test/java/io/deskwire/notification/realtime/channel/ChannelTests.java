package io.deskwire.notification.realtime.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.identity.Caller.Credential;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.TenantRole;
import io.deskwire.notification.realtime.protocol.Frame;
import io.deskwire.notification.realtime.protocol.FrameCodec;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ChannelTests {
    private final RealtimeProperties properties = new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("deskwire.realtime", RealtimeProperties.class);
    private final Clock clock = Clock.systemUTC();
    private final ChannelHub hub = new ChannelHub(null, new BroadcastMemory(properties, clock), clock);
    private final Channel channel = channel();

    private Channel channel() {
        var join = new Frame("1", "1", "realtime:room", "phx_join", FrameCodec.JSON.createObjectNode());
        try {
            return new Channel(
                    new RealtimeConnection(null, FrameCodec.V2, null, properties, clock, _ -> null),
                    join,
                    JoinConfig.of(FrameCodec.JSON.createObjectNode()),
                    List.of());
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Seat seated() {
        var caller = new Caller(
                Caller.Kind.USER,
                new UserId(UUID.randomUUID()),
                new TenantId(UUID.randomUUID()),
                TenantRole.AGENT,
                Set.of(),
                new Credential(UUID.randomUUID(), Instant.EPOCH, Instant.MAX, null),
                false,
                "{}",
                null);
        var seat = new Seat(channel, caller);
        channel.seat(seat, hub);
        return seat;
    }

    @Test
    void isVacatedByWhoeverSawItsSeat() {
        var seat = seated();
        channel.vacate(seat, hub);

        assertThat(channel.seat()).isNull();
        assertThat(seat.isVacated()).isTrue();
    }

    /// The writer saw the seat of the token that ended; the reader has seated the next person since.
    @Test
    void isNotVacatedByWhoeverSawAnEarlierSeat() {
        var before = seated();
        var next = seated();
        channel.vacate(before, hub);

        assertThat(channel.seat()).isSameAs(next);
        assertThat(next.isVacated()).isFalse();
    }
}
