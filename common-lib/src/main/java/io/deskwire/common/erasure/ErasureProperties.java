package io.deskwire.common.erasure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param again how often tenants that were erased of late are erased again, for what came after
@ConfigurationProperties("deskwire.erasure")
record ErasureProperties(@DefaultValue("1h") Duration again) {}
