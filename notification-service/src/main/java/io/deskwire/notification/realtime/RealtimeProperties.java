package io.deskwire.notification.realtime;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What one browser may ask of realtime.
///
/// @param channels of one connection
/// @param bindings of one channel
/// @param messageSize of one message that a client sends
/// @param queueMessages a connection that is so far behind is closed
/// @param guardEvery how soon a connection notices that a token has ended or was revoked
/// @param idle a connection that sends nothing for so long, not even a heartbeat, is closed
/// @param joinPatience how long a join waits for the tail to be live
@ConfigurationProperties("deskwire.realtime")
public record RealtimeProperties(
        @DefaultValue("100") int channels,
        @DefaultValue("100") int bindings,
        @DefaultValue("256KB") DataSize messageSize,
        @DefaultValue("2000") int queueMessages,
        @DefaultValue("2s") Duration guardEvery,
        @DefaultValue("90s") Duration idle,
        @DefaultValue("8s") Duration joinPatience) {}
