package io.deskwire.notification;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.deskwire.directory.Need;
import io.deskwire.testsupport.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {
    private static final String ROOT = "io.deskwire.notification";

    @Test
    void keepsTheHouseRules() {
        HouseRules.check(ROOT);
    }

    @Test
    void liveConnectionsNeedNothingOfTheRest() {
        HouseRules.standAlone(ROOT, "tail", "feed", "realtime");
    }

    /// The directory is a module of its own, which [HouseRules#standAlone] does not look at.
    @Test
    void liveConnectionsKnowOfTheDirectoryOnlyWhatAnAudienceNeeds() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".tail..", ROOT + ".feed..", ROOT + ".realtime..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.deskwire.directory..").and(not(type(Need.class))))
                .because("they are told through TeamMembers, TeamNews and TicketAudiences")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(ROOT));
    }
}
