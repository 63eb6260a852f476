package io.deskwire.automation.eventlog;

import io.deskwire.common.identity.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One thing an agent or a job did, or was refused. As JSON this is what `GET /api/v1/automation/events` answers.
///
/// @param type the event's name (`job.claimed`), or one of the log's own such as `job.lease_stale`
/// @param data what else there is to know; never a secret, never a payload
public record EventLogEntry(
        UUID id,
        TenantId tenantId,
        String type,
        @Nullable UUID jobId,
        @Nullable UUID agentId,
        String actor,
        ObjectNode data,
        Instant occurredAt) {}
