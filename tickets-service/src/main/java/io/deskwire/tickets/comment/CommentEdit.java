package io.deskwire.tickets.comment;

import java.time.Instant;

/// What a comment said before its author changed it.
///
/// @param version the comment's, up to which it said so
/// @param at when it was written
record CommentEdit(long version, String body, Instant at) {
    static CommentEdit of(Comment former) {
        return new CommentEdit(
                former.version(), former.words().body(), former.edition().writtenAt());
    }
}
