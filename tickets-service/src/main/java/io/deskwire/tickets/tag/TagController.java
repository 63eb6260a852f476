package io.deskwire.tickets.tag;

import io.deskwire.common.identity.Caller;
import io.deskwire.tickets.ticket.TicketId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tags")
class TagController {
    private final TagService tags;

    TagController(TagService tags) {
        this.tags = tags;
    }

    record RenameRequest(@Nullable String from, @Nullable String to) {}

    @GetMapping
    List<Tag> list(Caller caller) {
        return tags.list(caller);
    }

    /// Some tickets at a time: repeated after a failure it goes on where it was.
    @PostMapping("/rename")
    Tag rename(Caller caller, @RequestBody RenameRequest request) {
        var rename = Rename.checked(request.from(), request.to());
        tags.get(caller, rename.from());
        if (rename.isOfSpellingOnly()) {
            tags.spell(caller, rename.to());
        } else {
            @Nullable TicketId last = null;
            do {
                last = tags.renameSome(caller, rename, last);
            } while (last != null);
        }
        return tags.get(caller, rename.to());
    }
}
