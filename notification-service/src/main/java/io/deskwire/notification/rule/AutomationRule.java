package io.deskwire.notification.rule;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.notification.preference.NotificationKind;
import io.deskwire.notification.seenticket.SeenTicket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// Jobs and pairings.
final class AutomationRule implements Rule {
    private static final Set<String> ADMINS = Set.of("admin");

    @Override
    public Set<String> types() {
        return Set.of("job.failed", "pairing.requested");
    }

    @Override
    public List<Notice> of(CloudEvent event, Function<UUID, Optional<SeenTicket>> tickets) {
        return switch (event.type()) {
            case "job.failed" -> jobFailed(event);
            case "pairing.requested" -> pairingRequested(event);
            default -> List.of();
        };
    }

    private static List<Notice> jobFailed(CloudEvent event) {
        var row = event.row();
        if (!"FAILED_NEEDS_ATTENTION".equals(row.path("status").asString(""))) {
            return List.of();
        }
        var title = Titles.jobNeedsAttention(row.path("type").asString(""));
        return Notice.about(event, NotificationKind.JOB_NEEDS_ATTENTION, ADMINS, Set.of(), title)
                .toList();
    }

    private static List<Notice> pairingRequested(CloudEvent event) {
        var row = event.row();
        var device = row.path("device_name").asString(row.path("device_id").asString(""));
        var title = Titles.pairingRequested(row.path("agent_type").asString("agent"), device);
        return Notice.about(event, NotificationKind.PAIRING_REQUESTED, ADMINS, Set.of(), title)
                .toList();
    }
}
