package io.deskwire.tickets.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.problem.Problem.Malformed;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenameTests {
    @Test
    void putsTheNewTagInThePlaceOfTheOldOne() {
        var rename = Rename.checked("late", " Delayed ");

        assertThat(rename.applied(List.of("a", "LATE", "b"))).containsExactly("a", "Delayed", "b");
        assertThat(rename.applied(List.of("late", "delayed"))).containsExactly("Delayed");
        assertThat(rename.isOfSpellingOnly()).isFalse();
        assertThat(Rename.checked("late", "Late").isOfSpellingOnly()).isTrue();
    }

    @Test
    void needsBothNames() {
        assertThatThrownBy(() -> Rename.checked(null, " "))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        refusal -> assertThat(refusal.details().get("errors").toString())
                                .contains("from", "to"));
        assertThatThrownBy(() -> Rename.checked("a", "x".repeat(51))).isInstanceOf(Malformed.class);
    }
}
