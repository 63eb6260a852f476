package io.deskwire.notification.preference;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
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

    /// Who of these has muted the kind. One query. Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<UUID> muted(TenantId tenant, NotificationKind kind, Collection<UUID> users) {
        return preferences.muted(tenant, kind, users);
    }

    private static Map<NotificationKind, Boolean> withDefaults(Map<String, Boolean> decided) {
        var all = new LinkedHashMap<NotificationKind, Boolean>();
        Arrays.stream(NotificationKind.values())
                .forEach(kind -> all.put(kind, decided.getOrDefault(kind.wire(), true)));
        return all;
    }
}
