package io.deskwire.notification.recipient;

import io.deskwire.common.identity.TenantId;
import io.deskwire.directory.Directory;
import io.deskwire.notification.preference.PreferenceService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to who is told. Every channel asks here.
@Service
public class Recipients {
    private final Directory directory;
    private final PreferenceService preferences;

    Recipients(Directory directory, PreferenceService preferences) {
        this.directory = directory;
        this.preferences = preferences;
    }

    /// By what members may do at present, as far as events have told; in the order of their ids, so that all who lock
    /// several lock them in the same order. A query for the members, one for what they have muted, and one for each
    /// combination of teams that is asked for. Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Recipient> of(Addressees addressees) {
        return chosen(addressees, null);
    }

    /// As [#of], for what happened a while ago: of whose membership is no younger.
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Recipient> missed(Addressees addressees, Instant occurredAt) {
        return chosen(addressees, occurredAt);
    }

    private List<Recipient> chosen(Addressees addressees, @Nullable Instant occurredAt) {
        var members = directory.members(addressees.tenant(), addressees.roles(), addressees.users());
        if (members.isEmpty()) {
            return List.of();
        }
        var tenant = new TenantId(addressees.tenant());
        var muted = preferences.muted(tenant, addressees.kind(), members.keySet());
        var chosen = new ArrayList<Recipient>();
        members.forEach((user, standing) -> {
            Predicate<List<UUID>> inOneOf = teams -> directory.isInOneOf(addressees.tenant(), user, teams);
            if ((occurredAt == null || !standing.changedAt().isAfter(occurredAt))
                    && !addressees.isActor(user)
                    && !muted.contains(user)
                    && addressees.admit(user, standing.permissions(), inOneOf)) {
                chosen.add(new Recipient(user, addressees.needs(user)));
            }
        });
        return List.copyOf(chosen);
    }
}
