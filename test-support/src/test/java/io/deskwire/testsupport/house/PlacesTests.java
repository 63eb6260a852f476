package io.deskwire.testsupport.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacesTests {
    private static final String FIXTURE = "io.deskwire.testsupport.house.fixture";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(FIXTURE);

    @Test
    void sqlStandsInRepositoriesAlone() {
        assertThat(Places.ofSql(CLASSES)).extracting(Breach::line).containsExactly("sql-in-repositories TicketService");
    }

    @Test
    void theGroundKnowsNobodyAboveItAndNobodyAnEdge() {
        var storeys = new Storeys(
                FIXTURE, Set.of("ticket", "history"), Set.of("comment", "macro"), Set.of("search", "report"));

        assertThat(Places.ofStoreys(CLASSES, storeys))
                .extracting(Breach::line)
                .containsExactly("storeys comment->attic", "storeys comment->search", "storeys ticket->comment");
    }

    @Test
    void aRoomMayStandAlone() {
        assertThat(Places.ofRoomsAlone(CLASSES, FIXTURE, Set.of("comment", "search")))
                .extracting(Breach::toString)
                .singleElement()
                .asString()
                .startsWith("stands-alone comment->attic: Comment knows Trunk");
        assertThat(Places.ofRoomsAlone(CLASSES, FIXTURE, Set.of("comment", "search", "attic")))
                .isEmpty();
    }
}
