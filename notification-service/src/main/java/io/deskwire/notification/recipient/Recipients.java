package io.deskwire.notification.recipient;

import io.deskwire.common.identity.TenantId;
import io.deskwire.directory.Directory;
import io.deskwire.directory.Standing;
import io.deskwire.notification.preference.NotificationKind;
import io.deskwire.notification.preference.PreferenceService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
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

    /// Asks who is told, for one transaction, behind the system door: about the same people once.
    @Transactional(propagation = Propagation.MANDATORY)
    public Asked asked() {
        return new Asked();
    }

    public final class Asked {
        private final Map<Circle, Known> known = new HashMap<>();

        private Asked() {}

        /// By what members may do at present, as far as events have told; in the order of their ids, so that all
        /// who lock several lock them in the same order. A query for the members, one for what they have muted,
        /// and one for each combination of teams that is asked for.
        public List<Recipient> of(Addressees addressees) {
            return chosen(addressees, known(addressees), null);
        }

        /// As [#of], for what happened a while ago: of whose membership is no younger.
        public List<Recipient> missed(Addressees addressees, Instant occurredAt) {
            return chosen(addressees, known(addressees), occurredAt);
        }

        private Known known(Addressees addressees) {
            return known.computeIfAbsent(Circle.of(addressees), Recipients.this::ask);
        }
    }

    private record Circle(TenantId tenant, NotificationKind kind, Set<String> roles, Set<UUID> users) {
        static Circle of(Addressees to) {
            return new Circle(new TenantId(to.tenant()), to.kind(), to.roles(), to.users());
        }
    }

    private record Known(SequencedMap<UUID, Standing> members, Set<UUID> muted) {}

    private Known ask(Circle circle) {
        var members = directory.members(circle.tenant().value(), circle.roles(), circle.users());
        return new Known(
                members,
                members.isEmpty() ? Set.of() : preferences.muted(circle.tenant(), circle.kind(), members.keySet()));
    }

    private List<Recipient> chosen(Addressees addressees, Known known, @Nullable Instant occurredAt) {
        var chosen = new ArrayList<Recipient>();
        known.members().forEach((user, standing) -> {
            Predicate<List<UUID>> inOneOf = teams -> directory.isInOneOf(addressees.tenant(), user, teams);
            if ((occurredAt == null || !standing.changedAt().isAfter(occurredAt))
                    && !addressees.isActor(user)
                    && !known.muted().contains(user)
                    && addressees.admit(user, standing.permissions(), inOneOf)) {
                chosen.add(new Recipient(user, addressees.needs(user)));
            }
        });
        return List.copyOf(chosen);
    }
}
