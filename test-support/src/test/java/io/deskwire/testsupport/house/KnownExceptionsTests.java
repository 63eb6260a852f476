package io.deskwire.testsupport.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownExceptionsTests {
    private static final Set<Rule> ALL = EnumSet.allOf(Rule.class);
    private static final Breach WIDE = new Breach(Rule.RECORD_COMPONENTS, "Ticket", "26 components");
    private static final Breach CROWD = new Breach(Rule.ROOM_SIZE, "ticket", "18 types");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void lists() {
        file = directory.resolve("house-exceptions.txt");
    }

    @Test
    void whatIsListedMayBe() throws IOException {
        assertThat(known("# before the rule", "", "record-components Ticket").differences(ALL, List.of(WIDE)))
                .isEmpty();
    }

    @Test
    void whatIsNotListedMayNot() throws IOException {
        assertThat(known("record-components Ticket").differences(ALL, List.of(WIDE, CROWD)))
                .containsExactly(CROWD.toString());
    }

    @Test
    void aModuleWithoutAListHasNoExceptions() {
        assertThat(KnownExceptions.of(file).differences(ALL, List.of(WIDE))).containsExactly(WIDE.toString());
    }

    @Test
    void aLineThatHoldsNoMoreMustGo() throws IOException {
        assertThat(known("record-components Ticket", "room-size ticket").differences(ALL, List.of(WIDE)))
                .singleElement()
                .asString()
                .contains("'room-size ticket' holds no more");
    }

    @Test
    void exceptionsToRulesThatWereNotCheckedStay() throws IOException {
        assertThat(known("room-size ticket").differences(EnumSet.of(Rule.NO_SLEEP), List.of()))
                .isEmpty();
    }

    @Test
    void aLineThatIsNoneIsSaid() throws IOException {
        assertThat(known("room-sise ticket", "room-size", "room-size ticket", "room-size ticket")
                        .differences(ALL, List.of(CROWD)))
                .hasSize(4)
                .allMatch(line -> line.contains("expected: one line '<rule> <subject>'") || line.contains("no more"));
    }

    @Test
    void shrinkingTakesOutWhatHoldsNoMore() throws IOException {
        var known = known("# before the rule", "record-components Ticket", "room-size ticket");

        assertThat(known.shrink(ALL, List.of(WIDE)).differences(ALL, List.of(WIDE)))
                .isEmpty();
        assertThat(file).hasContent("# before the rule\nrecord-components Ticket");
    }

    @Test
    void aListWithoutExceptionsGoes() throws IOException {
        known("# before the rule", "room-size ticket").shrink(ALL, List.of());

        assertThat(file).doesNotExist();
    }

    private KnownExceptions known(String... lines) throws IOException {
        Files.write(file, List.of(lines));
        return KnownExceptions.of(file);
    }
}
