package io.deskwire.notification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.deskwire.testsupport.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {
    private static final String ROOT = "io.deskwire.notification.";

    @Test
    void keepsTheHouseRules() {
        HouseRules.check("io.deskwire.notification");
    }

    @Test
    void liveRoomsKnowNothingOfTheRest() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "tail..", ROOT + "feed..", ROOT + "realtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "channel..",
                        ROOT + "directory..",
                        ROOT + "platform..",
                        ROOT + "preference..",
                        ROOT + "recipient..",
                        ROOT + "rule..",
                        ROOT + "webhook..")
                .because(
                        "live and outbound nodes may part by configuration: what realtime has to know it asks of a port")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.deskwire.notification"));
    }
}
