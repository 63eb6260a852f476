package io.deskwire.tickets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.deskwire.testsupport.HouseRules;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.annotation.Transactional;

class ArchitectureTests {
    @Test
    void keepsTheHouseRules() {
        HouseRules.check("io.deskwire.tickets");
    }

    /// A room of one's own is entered here, in its storey; one that is in none fails.
    @Test
    void keepsItsStoreys() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.deskwire.tickets..")
                .layer("platform")
                .definedBy("io.deskwire.tickets.platform..")
                .layer("ground")
                .definedBy(rooms("contact", "organization", "ticket", "history"))
                .layer("work")
                .definedBy(rooms("comment"))
                .layer("edges")
                .definedBy(rooms("intake", "search"))
                .layer("start")
                .definedBy("io.deskwire.tickets")
                .whereLayer("edges")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("work")
                .mayOnlyBeAccessedByLayers("edges")
                .whereLayer("ground")
                .mayOnlyBeAccessedByLayers("work", "edges")
                .ensureAllClassesAreContainedInArchitecture()
                .because("work changes tickets by TicketPatch and hears of them by TicketEvent; nobody imports an edge")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.deskwire.tickets"));
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

    private static String[] rooms(String... names) {
        return Arrays.stream(names)
                .map(name -> "io.deskwire.tickets." + name + "..")
                .toArray(String[]::new);
    }
}
