package io.deskwire.tickets.team;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.team.TeamRepository.Load;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// People who share work. As JSON this is its public image: in answers and in events, from which every service's
/// directory learns who is in it.
///
/// @param members in the order in which they joined, each once
public record Team(
        TeamId id,
        TenantId tenantId,
        @JsonUnwrapped Details details,
        List<Member> members,
        @JsonUnwrapped Stamp stamp)
        implements Published {
    static final int MAX_MEMBERS = 500;

    public Team {
        members = List.copyOf(members);
    }

    /// How a ticket that comes to the team without an assignee finds one.
    public enum Assignment {
        /// Somebody takes it or gives it.
        MANUAL,
        /// The one who has waited longest for a ticket of the team.
        ROUND_ROBIN,
        /// The one with the fewest open tickets of the team; of several, the one who has waited longest.
        LEAST_LOADED
    }

    /// @param capacity how many open tickets of the team a member is given by turn at most; null for any number
    public record Details(
            String name, Assignment assignment, @Nullable Integer capacity) {
        static Details blank() {
            return new Details("", Assignment.MANUAL, null);
        }
    }

    /// @param capacity in place of the team's; null where the team's holds
    /// @param available takes part when tickets are given by turn
    public record Member(
            UserId userId, @Nullable Integer capacity, boolean available) {
        static Member joining(UserId user) {
            return new Member(user, null, true);
        }
    }

    /// The same one version on.
    Team next(Details other, Actor actor, Instant now) {
        return new Team(id, tenantId, other, members, stamp.next(actor, now));
    }

    /// The same one version on, with this member in place of what was known of the user.
    Team with(Member member, Actor actor, Instant now) {
        var others = member(member.userId()).isPresent()
                ? members.stream().map(known -> known.userId().equals(member.userId()) ? member : known)
                : Stream.concat(members.stream(), Stream.of(member));
        return new Team(id, tenantId, details, others.toList(), stamp.next(actor, now));
    }

    Team without(UserId user, Actor actor, Instant now) {
        var others = members.stream().filter(known -> !known.userId().equals(user));
        return new Team(id, tenantId, details, others.toList(), stamp.next(actor, now));
    }

    Optional<Member> member(UserId user) {
        return members.stream().filter(known -> known.userId().equals(user)).findFirst();
    }

    /// Up to how many open tickets of the team the member is given one more; null for any number.
    private @Nullable Integer capacity(Member member) {
        return member.capacity() == null ? details.capacity() : member.capacity();
    }

    /// Of these loads of members the one who is given the next ticket.
    Optional<UserId> whoseTurn(Collection<Load> loads) {
        var longestWaiting = comparing(Load::lastTurn, nullsFirst(naturalOrder()));
        var order = details.assignment() == Assignment.LEAST_LOADED
                ? comparingLong(Load::open).thenComparing(longestWaiting)
                : longestWaiting;
        return loads.stream().filter(this::hasRoom).min(order).map(Load::user);
    }

    private boolean hasRoom(Load load) {
        return member(load.user())
                .map(this::capacity)
                .map(capacity -> load.open() < capacity)
                .orElse(true);
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    @Override
    public long version() {
        return stamp.version();
    }

    /// The rule of the row's policy.
    @Override
    public Audience audience() {
        return Audience.of(Permission.TICKETS_READ);
    }
}
