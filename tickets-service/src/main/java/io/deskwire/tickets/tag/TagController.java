package io.deskwire.tickets.tag;

import io.deskwire.common.identity.Caller;
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
    private final TagRenaming renaming;

    TagController(TagService tags, TagRenaming renaming) {
        this.tags = tags;
        this.renaming = renaming;
    }

    record RenameRequest(@Nullable String from, @Nullable String to) {}

    @GetMapping
    List<Tag> list(Caller caller) {
        return tags.list(caller);
    }

    /// Not in one transaction, and so not by key: repeated it goes on where it was.
    @PostMapping("/rename")
    Tag rename(Caller caller, @RequestBody RenameRequest request) {
        return renaming.rename(caller, Rename.checked(request.from(), request.to()));
    }
}
