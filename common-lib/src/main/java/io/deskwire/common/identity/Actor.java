package io.deskwire.common.identity;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who acts: what events, histories and the audit name. A write takes one instead of a request, so that a trigger, a
/// letter or a sweep can make it.
///
/// @param id null where the system acts
/// @param purpose why the system acts; null for everybody else
public record Actor(Kind kind, @Nullable UUID id, @Nullable String purpose) {

    public enum Kind {
        USER("user"),
        SERVICE_USER("service_user"),
        AGENT("agent"),
        SYSTEM("system"),
        TRIGGER("trigger"),
        MACRO("macro"),
        /// The mailbox that a letter came through.
        MAIL("mail"),
        IMPORT("import");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }

    public Actor {
        if ((kind == Kind.SYSTEM) != (id == null) || (kind == Kind.SYSTEM) != (purpose != null)) {
            throw new IllegalArgumentException("the system has a purpose and no id, everybody else an id: " + kind);
        }
    }

    private Actor(Kind kind, UUID id) {
        this(kind, id, null);
    }

    public static Actor user(UserId user) {
        return new Actor(Kind.USER, user.value());
    }

    public static Actor serviceUser(UserId serviceUser) {
        return new Actor(Kind.SERVICE_USER, serviceUser.value());
    }

    public static Actor agent(UserId agent) {
        return new Actor(Kind.AGENT, agent.value());
    }

    public static Actor trigger(UUID trigger) {
        return new Actor(Kind.TRIGGER, trigger);
    }

    /// @param purpose a constant such as `sla-sweep`
    public static Actor system(String purpose) {
        return new Actor(Kind.SYSTEM, null, purpose);
    }

    /// Who is to be noted as the one that made or changed a row: a person, a service user or an agent; else null.
    public @Nullable UserId subject() {
        return switch (kind) {
            case USER, SERVICE_USER, AGENT -> new UserId(Objects.requireNonNull(id));
            case SYSTEM, TRIGGER, MACRO, MAIL, IMPORT -> null;
        };
    }

    /// `user:<uuid>`, `service_user:<uuid>`, `agent:<uuid>`, `trigger:<uuid>`, `macro:<uuid>`, `mail:<uuid>`,
    /// `import:<uuid>` or `system:<purpose>`.
    public String wire() {
        return kind.wire + ":" + (id == null ? purpose : id.toString());
    }

    @Override
    public String toString() {
        return wire();
    }
}
