package io.deskwire.common.erasure;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.common.reception.Pace;
import io.deskwire.common.reception.Retry;
import io.deskwire.contracts.event.EventType;
import io.deskwire.contracts.event.Topic;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Erases here, too, a tenant that auth-service has erased.
///
/// No dead letters, because nobody's data may stay behind unnoticed. Nothing else waits for this consumer.
final class ErasureEffect implements EventEffect {
    private static final Logger log = LoggerFactory.getLogger(ErasureEffect.class);

    private final TenantErasure erasure;

    ErasureEffect(TenantErasure erasure) {
        this.erasure = erasure;
    }

    @Override
    public String consumer() {
        return "erasure";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.IDENTITY);
    }

    @Override
    public boolean concerns(String type) {
        return EventType.TENANT_ERASED.wire().equals(type);
    }

    @Override
    public Retry retry() {
        return Retry.UNTIL_IT_WORKS;
    }

    @Override
    public Pace pace() {
        return Pace.UNHURRIED;
    }

    /// Each of them is long enough.
    @Override
    public boolean together() {
        return false;
    }

    @Override
    public void accept(CloudEvent event) {
        var proof = erasure.erase(new TenantId(event.tenant()), Set.of(), Map.of(), null);
        log.info("Tenant {} erased: {}", proof.tenantId(), proof.rows());
    }
}
