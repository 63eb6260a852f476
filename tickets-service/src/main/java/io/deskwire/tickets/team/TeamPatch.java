package io.deskwire.tickets.team;

import io.deskwire.common.patch.Patch;
import io.deskwire.tickets.platform.Named;
import io.deskwire.tickets.team.Team.Assignment;
import io.deskwire.tickets.team.Team.Details;
import io.deskwire.tickets.team.Team.Member;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What is to become of a team: the fields that somebody named, checked. A field that is not named is null.
record TeamPatch(
        @Nullable String name,
        @Nullable Assignment assignment,
        @Nullable Named<Integer> capacity) {
    private static final Set<String> FIELDS = Set.of("name", "assignment", "capacity");
    private static final int MAX_CAPACITY = 10_000;

    /// The body of a POST.
    static TeamPatch ofNew(ObjectNode body) {
        var named = new Patch(body, FIELDS);
        named.check().require(named.names("name"), "name", "must be given");
        return read(named);
    }

    /// The body of a PATCH.
    static TeamPatch of(ObjectNode body) {
        return read(new Patch(body, FIELDS));
    }

    private static TeamPatch read(Patch named) {
        var patch = new TeamPatch(
                named.names("name") ? named.text("name", "", 200) : null,
                named.optionalOneOf("assignment", Assignment.class),
                capacity(named));
        named.done();
        return patch;
    }

    private static @Nullable Named<Integer> capacity(Patch named) {
        return Named.when(
                named.names("capacity"), () -> named.optionalInteger("capacity", null, 0, MAX_CAPACITY));
    }

    Details applied(Details current) {
        return new Details(
                name == null ? current.name() : name,
                assignment == null ? current.assignment() : assignment,
                Named.orElse(capacity, current.capacity()));
    }

    /// What is to become of one of its members.
    record OfMember(
            @Nullable Named<Integer> capacity, @Nullable Boolean available) {
        private static final Set<String> FIELDS = Set.of("capacity", "available");

        /// The body of a PUT; none says that somebody joins.
        static OfMember of(@Nullable ObjectNode body) {
            if (body == null) {
                return new OfMember(null, null);
            }
            var named = new Patch(body, FIELDS);
            var patch = new OfMember(
                    TeamPatch.capacity(named), named.names("available") ? named.flag("available", true) : null);
            named.done();
            return patch;
        }

        /// Whether it concerns nothing but whether somebody is there.
        boolean isOfAvailabilityOnly() {
            return capacity == null;
        }

        Member applied(Member current) {
            return new Member(
                    current.userId(),
                    Named.orElse(capacity, current.capacity()),
                    available == null ? current.available() : available);
        }
    }
}
