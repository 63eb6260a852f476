package io.deskwire.common.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.problem.Problem.Malformed;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorTests {
    @Test
    void readsBackWhatItGaveOut() {
        var id = Uuid7.next();
        var at = Instant.parse("2026-11-21T10:00:00.120Z");

        var read = new PageRequest(10, Cursor.of(at, id, 7).text()).after(3);

        assertThat(read).isNotNull();
        assertThat(read.instant(0)).isEqualTo(at);
        assertThat(read.uuid(1)).isEqualTo(id);
        assertThat(read.number(2)).isEqualTo(7);
    }

    @Test
    void refusesWhatItNeverGaveOut() {
        for (var text : List.of("!!", "bm9uc2Vuc2U", Cursor.of("a", "b", "c").text())) {
            assertThatThrownBy(() -> new PageRequest(10, text).after(2)).isInstanceOf(Malformed.class);
        }
        var cursor = new PageRequest(10, Cursor.of("x").text()).after(1);
        assertThatThrownBy(() -> cursor.uuid(0)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> cursor.instant(0)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> cursor.number(0)).isInstanceOf(Malformed.class);
    }

    @Test
    void tellsTheNextPageByTheExtraRow() {
        var request = new PageRequest(2, null);

        assertThat(request.page(List.of(1, 2), Cursor::of).nextCursor()).isNull();
        var page = request.page(List.of(1, 2, 3), Cursor::of);
        assertThat(page.data()).containsExactly(1, 2);
        assertThat(page.nextCursor()).isEqualTo(Cursor.of(2).text());
    }

    @Test
    void readsAnIfMatchHeader() {
        assertThat(Revision.ifMatch(null)).isNull();
        assertThat(Revision.ifMatch("*")).isNull();
        assertThat(Revision.ifMatch("W/\"3\"")).isEqualTo(new Revision(3));
        assertThat(Revision.ifMatch("\"3\"")).isEqualTo(new Revision(3));
        assertThatThrownBy(() -> Revision.ifMatch("three")).isInstanceOf(Malformed.class);
    }
}
