package io.deskwire.testsupport.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /// These two have no `ArchitectureTests`: this module's rules stand upon them.
    @ParameterizedTest
    @ValueSource(strings = {"io.deskwire.testsupport", "io.deskwire.localstack"})
    void ourOwnHouseKeepsTheSizes(String rootPackage) {
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(rootPackage);

        assertThat(Sizes.breaches(classes, rootPackage)).isEqualTo(List.of());
    }
}
