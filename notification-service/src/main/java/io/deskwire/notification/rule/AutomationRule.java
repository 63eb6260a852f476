package io.deskwire.notification.rule;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.notification.preference.NotificationKind;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Jobs and pairings.
final class AutomationRule implements Rule {
    private static final Set<String> ADMINS = Set.of("admin");

    private static final Map<String, Telling> BY_TYPE = Map.of(
            "job.failed", (event, _) -> jobFailed(event),
            "pairing.requested", (event, _) -> pairingRequested(event));

    @Override
    public Map<String, Telling> byType() {
        return BY_TYPE;
    }

    private static Stream<Notice> jobFailed(CloudEvent event) {
        var row = event.row();
        if (!"FAILED_NEEDS_ATTENTION".equals(row.path("status").asString(""))) {
            return Stream.empty();
        }
        var title = Titles.jobNeedsAttention(row.path("type").asString(""));
        return Notice.about(event, NotificationKind.JOB_NEEDS_ATTENTION, ADMINS, Set.of(), title);
    }

    private static Stream<Notice> pairingRequested(CloudEvent event) {
        var row = event.row();
        var device = row.path("device_name").asString(row.path("device_id").asString(""));
        var title = Titles.pairingRequested(row.path("agent_type").asString("agent"), device);
        return Notice.about(event, NotificationKind.PAIRING_REQUESTED, ADMINS, Set.of(), title);
    }
}
