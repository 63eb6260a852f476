package io.deskwire.tickets.sla;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.sql.Row;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.calendar.CalendarId;
import io.deskwire.tickets.deadline.Allowance;
import io.deskwire.tickets.deadline.Target;
import io.deskwire.tickets.ticket.Priority;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a tenant promises for some of its tickets. As JSON this is its public image: in answers and in events.
record SlaPolicy(
        SlaPolicyId id,
        TenantId tenantId,
        @JsonUnwrapped Details details,
        @JsonUnwrapped Stamp stamp) implements Published {

    /// @param position the policy with the least one that matches a ticket holds; of several, the oldest
    /// @param conditions as the grammar has them; none match every ticket
    /// @param businessHoursId the time that counts; null for all of it
    record Details(
            String title,
            int position,
            ObjectNode conditions,
            Targets targets,
            @Nullable CalendarId businessHoursId) {

        static Details at(int position) {
            var every = JsonNodeFactory.instance.objectNode();
            every.putArray("all");
            every.putArray("any");
            return new Details("", position, every, new Targets(Map.of()), null);
        }

        /// Whether it promises the same for the same tickets.
        boolean promisesLike(Details other) {
            return new Details("", position, conditions, targets, businessHoursId)
                    .equals(new Details("", other.position, other.conditions, other.targets, other.businessHoursId));
        }
    }

    /// Nothing is promised for a priority that is not there.
    record Targets(Map<Priority, Target> byPriority) {
        private static final String FIELD = "targets";
        private static final Set<String> FIELDS = Set.of("first_response", "next_response", "resolution");
        private static final List<String> PRIORITIES =
                Arrays.stream(Priority.values()).map(Row::wire).toList();

        Targets {
            byPriority = Map.copyOf(byPriority);
        }

        @Nullable
        Target of(Priority priority) {
            return byPriority.get(priority);
        }

        @JsonValue
        public Map<String, Target> wire() {
            var wire = new LinkedHashMap<String, Target>();
            for (var priority : Priority.values()) {
                var target = of(priority);
                if (target != null) {
                    wire.put(Row.wire(priority), target);
                }
            }
            return wire;
        }

        /// What does not fit gathers in the check, for example under `targets.high.resolution`.
        static Targets parse(JsonNode json, FieldCheck check) {
            var targets = new EnumMap<Priority, Target>(Priority.class);
            if (!json.isObject() || json.isEmpty() || !PRIORITIES.containsAll(json.propertyNames())) {
                check.require(
                        false,
                        FIELD,
                        "an object with the targets of one priority or several is expected (of %s)"
                                .formatted(PRIORITIES));
                return new Targets(targets);
            }
            for (var priority : Priority.values()) {
                var name = Row.wire(priority);
                if (json.has(name)) {
                    var target = target(json.path(name), FIELD + "." + name, check);
                    if (target != null) {
                        targets.put(priority, target);
                    }
                }
            }
            return new Targets(targets);
        }

        private static @Nullable Target target(JsonNode json, String path, FieldCheck check) {
            if (!json.isObject() || !FIELDS.containsAll(json.propertyNames())) {
                check.require(
                        false,
                        path,
                        "an object with first_response, resolution and perhaps next_response is expected, nothing else");
                return null;
            }
            var first = allowance(json.path("first_response"), path + ".first_response", check);
            var next = json.path("next_response").isMissingNode()
                            || json.path("next_response").isNull()
                    ? null
                    : allowance(json.path("next_response"), path + ".next_response", check);
            var resolution = allowance(json.path("resolution"), path + ".resolution", check);
            return first == null || resolution == null ? null : new Target(first, next, resolution);
        }

        private static @Nullable Allowance allowance(JsonNode json, String path, FieldCheck check) {
            var text = json.isString() ? json.stringValue() : "";
            var allowance = Allowance.parse(text).orElse(null);
            check.require(allowance != null, path, "'%.40s' (expected: %s)".formatted(text, Allowance.EXPECTATION));
            return allowance;
        }
    }

    /// The same one version on.
    SlaPolicy next(Details other, Actor actor, Instant now) {
        return new SlaPolicy(id, tenantId, other, stamp.next(actor, now));
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
