package io.deskwire.common.topic;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the brokers are: `host:port`, separated by commas.
@ConfigurationProperties("deskwire.kafka")
public record KafkaProperties(
        @DefaultValue("127.0.0.1:24323") String bootstrapServers) {}
