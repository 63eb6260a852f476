package io.deskwire.tickets.comment;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.tickets.comment.Comment.Edition;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.comment.Comment.Words;
import io.deskwire.tickets.ticket.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommentTests {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final UserId ANN = new UserId(UUID.randomUUID());

    private final Comment comment = new Comment(
            new CommentId(UUID.randomUUID()),
            new TenantId(UUID.randomUUID()),
            new TicketId(UUID.randomUUID()),
            ANN,
            false,
            new Words(Visibility.PUBLIC, "On its way.", List.of()),
            Edition.first(NOON),
            null);

    @Test
    void isChangedForAQuarterOfAnHour() {
        var last = NOON.plus(Duration.ofMinutes(15));

        assertThat(comment.isEditable(last)).isTrue();
        assertThat(comment.isEditable(last.plusMillis(1))).isFalse();
        assertThat(comment.saying("Gone.", List.of(), last).isEditable(last.plusMillis(1)))
                .as("a change does not prolong it")
                .isFalse();
    }

    @Test
    void isOfItsAuthor() {
        assertThat(comment.isBy(Actor.user(ANN))).isTrue();
        assertThat(comment.isBy(Actor.user(new UserId(UUID.randomUUID())))).isFalse();
        assertThat(comment.isBy(Actor.system("auto-close"))).isFalse();
    }

    @Test
    void remembersWhenItSaidWhat() {
        var changed = comment.saying("Gone.", List.of(ANN), NOON.plusSeconds(60));

        assertThat(CommentEdit.of(comment)).isEqualTo(new CommentEdit(1, "On its way.", NOON));
        assertThat(CommentEdit.of(changed)).isEqualTo(new CommentEdit(2, "Gone.", NOON.plusSeconds(60)));
        assertThat(changed.edition().createdAt()).isEqualTo(NOON);
        assertThat(changed.words().mentions()).containsExactly(ANN);
    }
}
