package io.deskwire.auth.tenant;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/// `deskwire.erasure.failed`: tenants that should be gone and are not.
@Component
record ErasureMetrics(TenantEraser eraser) implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("deskwire.erasure.failed", eraser, TenantEraser::failures).register(registry);
    }
}
