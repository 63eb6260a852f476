package io.deskwire.common.idempotency;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// @param exemptPaths patterns of writes that repeat safely by themselves and must not hold a transaction, such as a
///     waiting claim
/// @param maxBody larger requests are not repeatable; the gateway refuses them anyway
@ConfigurationProperties("deskwire.idempotency")
record IdempotencyProperties(
        @DefaultValue List<String> exemptPaths,
        @DefaultValue("1MB") DataSize maxBody) {}
