package io.deskwire.notification.realtime.channel;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What one browser may ask of realtime.
///
/// @param channels of one connection
/// @param bindings of one channel
/// @param messageSize of one message that a client sends, and of one broadcast that comes by HTTP
/// @param queueMessages a connection that is so far behind is closed
/// @param guardEvery how soon a connection notices that a token has ended or was revoked
/// @param rulesEvery how soon a channel notices that its listener may not hear it any more
/// @param idle a connection that sends nothing for so long, not even a heartbeat, is closed
@ConfigurationProperties("deskwire.realtime")
public record RealtimeProperties(
        @DefaultValue("100") int channels,
        @DefaultValue("100") int bindings,
        @DefaultValue("256KB") DataSize messageSize,
        @DefaultValue("2000") int queueMessages,
        @DefaultValue("2s") Duration guardEvery,
        @DefaultValue("10s") Duration rulesEvery,
        @DefaultValue("90s") Duration idle,
        @DefaultValue Patience patience,
        @DefaultValue Replays replays) {

    /// How long something that is not there yet is waited for.
    ///
    /// @param join for the tail to be live
    /// @param token for a client that joined without a token and does not send it by itself
    /// @param ticket for a new ticket that is not heard of yet
    public record Patience(
            @DefaultValue("8s") Duration join,
            @DefaultValue("5s") Duration token,
            @DefaultValue("3s") Duration ticket) {}

    /// What is kept of protected channels' broadcasts.
    ///
    /// @param memory of all tenants together
    public record Replays(
            @DefaultValue("1h") Duration age,
            @DefaultValue("64MB") DataSize memory) {}
}
