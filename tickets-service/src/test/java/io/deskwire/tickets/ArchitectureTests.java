package io.deskwire.tickets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.deskwire.testsupport.HouseRules;
import io.deskwire.testsupport.house.Storeys;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.annotation.Transactional;

class ArchitectureTests {
    @Test
    void keepsTheHouseRules() {
        HouseRules.check("io.deskwire.tickets");
    }

    /// Work changes tickets by TicketPatch and hears of them by TicketEvent; nobody imports an edge.
    @Test
    void standsInStoreys() {
        HouseRules.check(new Storeys(
                "io.deskwire.tickets",
                Set.of("contact", "organization", "leaver", "calendar", "deadline", "ticketfield", "ticket", "history"),
                Set.of(
                        "comment",
                        "draft",
                        "attachment",
                        "follower",
                        "link",
                        "merge",
                        "split",
                        "trash",
                        "tag",
                        "team",
                        "assignment",
                        "sla",
                        "macro",
                        "trigger"),
                Set.of("intake", "mailbox", "transfer", "view", "search", "report")));
    }

    @Test
    void opensTransactionsAtTheDoorsAlone() {
        methods()
                .that()
                .areAnnotatedWith(Transactional.class)
                .should()
                .beDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Service")
                .because("a feature's service is its door; what it calls takes part in its transaction")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.deskwire.tickets"));
    }
}
