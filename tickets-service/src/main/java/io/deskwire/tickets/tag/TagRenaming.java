package io.deskwire.tickets.tag;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.sql.PassingFailure;
import io.deskwire.tickets.ticket.TicketId;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Renames a tag batch by batch, each in a transaction of its own; no other one may surround it. What is done stays
/// done: repeated, it goes on where it was.
@Component
class TagRenaming {
    private final TagService tags;
    private final TagProperties properties;
    private final Clock clock;

    TagRenaming(TagService tags, TagProperties properties, Clock clock) {
        this.tags = tags;
        this.properties = properties;
        this.clock = clock;
    }

    /// @return the tag that tickets have then
    Tag rename(Caller caller, Rename rename) {
        if (!tags.isToRename(caller, rename)) {
            return tags.get(caller, rename.to());
        }
        if (rename.isOfSpellingOnly()) {
            tags.spell(caller, rename.to());
        } else {
            renameAll(caller, rename, clock.instant().plus(properties.renamePatience()));
        }
        return tags.get(caller, rename.to());
    }

    private void renameAll(Caller caller, Rename rename, Instant until) {
        @Nullable TicketId last = renamed(caller, rename, null);
        while (last != null) {
            if (clock.instant().isAfter(until)) {
                throw unfinished(rename);
            }
            last = renamed(caller, rename, last);
        }
    }

    /// The first batch fails as any other request does: then nothing was changed.
    private @Nullable TicketId renamed(Caller caller, Rename rename, @Nullable TicketId after) {
        try {
            return tags.renameSome(caller, rename, after, properties.renameBatch());
        } catch (RuntimeException failure) {
            if (after != null && PassingFailure.sentence(failure).isPresent()) {
                throw unfinished(rename);
            }
            throw failure;
        }
    }

    private static Conflict unfinished(Rename rename) {
        return new Conflict(
                "rename-unfinished",
                "some tickets have '%s' by now, others still have '%s'; send the request again to go on"
                        .formatted(rename.to(), rename.from()));
    }
}
