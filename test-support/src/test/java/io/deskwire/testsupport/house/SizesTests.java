package io.deskwire.testsupport.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class SizesTests {
    private static final String FIXTURE = "io.deskwire.testsupport.house.fixture";

    @Test
    void namesWideRecordsLongConstructorsAndCrowdedRooms() {
        assertThat(Sizes.breaches(new ClassFileImporter().importPackages(FIXTURE), FIXTURE))
                .extracting(Breach::line)
                .containsExactlyInAnyOrder(
                        "record-components Wide",
                        "record-components TicketService.Nested",
                        "constructor-parameters Bag",
                        "constructor-parameters TicketService",
                        "room-size crowd");
    }

    @Test
    void saysWhatIsThereAndWhatToDo() {
        assertThat(new Breach(Rule.RECORD_COMPONENTS, "Wide", "10 components, at most 9"))
                .hasToString("record-components Wide: 10 components, at most 9, because two neighbours of one type are"
                        + " swapped unseen: make value records of what belongs together and unwrap them with"
                        + " @JsonUnwrapped");
    }
}
