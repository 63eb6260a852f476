package io.deskwire.tickets.view;

import com.fasterxml.jackson.annotation.JsonValue;
import io.deskwire.common.id.Uuid7;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// For whom a view is: `me`, `team:<id>` or `tenant`.
///
/// @param team present where it is for a team
record Sharing(Kind kind, @Nullable UUID team) {
    private static final String TEAM = "team:";

    static final Sharing ME = new Sharing(Kind.ME, null);
    static final Sharing TENANT = new Sharing(Kind.TENANT, null);

    enum Kind {
        /// Its owner alone.
        ME,
        /// The members of a team, for as long as they are.
        TEAM,
        /// Everybody who works on the tenant's tickets.
        TENANT
    }

    Sharing {
        if ((kind == Kind.TEAM) != (team != null)) {
            throw new IllegalArgumentException("a team is named where a view is shared with one: " + kind);
        }
    }

    static Sharing withTeam(UUID team) {
        return new Sharing(Kind.TEAM, team);
    }

    boolean isPrivate() {
        return kind == Kind.ME;
    }

    /// Empty where the text says nothing of the kind.
    static Optional<Sharing> of(String wire) {
        return switch (wire) {
            case "me" -> Optional.of(ME);
            case "tenant" -> Optional.of(TENANT);
            default ->
                wire.startsWith(TEAM)
                        ? Uuid7.parse(wire.substring(TEAM.length())).map(Sharing::withTeam)
                        : Optional.empty();
        };
    }

    @JsonValue
    public String wire() {
        return switch (kind) {
            case ME -> "me";
            case TEAM -> TEAM + team;
            case TENANT -> "tenant";
        };
    }
}
