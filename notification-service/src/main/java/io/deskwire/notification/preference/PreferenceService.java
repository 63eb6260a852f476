package io.deskwire.notification.preference;

import io.deskwire.common.identity.Caller;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to preferences. Everybody decides for themselves, per tenant.
@Service
public class PreferenceService {
    private final PreferenceRepository preferences;
    private final Clock clock;

    PreferenceService(PreferenceRepository preferences, Clock clock) {
        this.preferences = preferences;
        this.clock = clock;
    }

    /// Every kind with what holds for the caller: its decision, else on.
    @Transactional(readOnly = true)
    public Map<NotificationKind, Boolean> get(Caller caller) {
        return withDefaults(preferences.find(caller.requireTenant(), caller.subject()));
    }

    /// Replaces all decisions; what is not named goes back to its default.
    @Transactional
    public Map<NotificationKind, Boolean> put(Caller caller, Map<NotificationKind, Boolean> decisions) {
        preferences.replace(caller.requireTenant(), caller.subject(), decisions, clock.instant());
        return withDefaults(preferences.find(caller.requireTenant(), caller.subject()));
    }

    private static Map<NotificationKind, Boolean> withDefaults(Map<String, Boolean> decided) {
        var all = new LinkedHashMap<NotificationKind, Boolean>();
        Arrays.stream(NotificationKind.values())
                .forEach(kind -> all.put(kind, decided.getOrDefault(kind.wire(), true)));
        return all;
    }
}
