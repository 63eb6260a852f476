package io.deskwire.testsupport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The house style as far as a machine can check it. Each module's `ArchitectureTests` calls [#check].
public final class HouseRules {
    private static final ArchRule TIME_IS_INJECTED = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("time is an argument: take Clock in services and Instant in the domain");

    private static final ArchRule NAMES_SAY_SOMETHING = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
            .andShould()
            .notBeAssignableTo("org.springframework.transaction.PlatformTransactionManager")
            .because("put the method on the type it is about, and name a class by what differs");

    private static final ArchRule CONTROLLERS_STAY_INSIDE = classes()
            .that()
            .haveSimpleNameEndingWith("Controller")
            .or()
            .haveSimpleNameEndingWith("Repository")
            .should()
            .bePackagePrivate()
            .because("another feature uses the service, which is the door")
            .allowEmptyShould(true);

    private static final ArchRule SQL_IN_REPOSITORIES = noClasses()
            .that()
            .haveSimpleNameEndingWith("Controller")
            .or()
            .haveSimpleNameEndingWith("Service")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.springframework.jdbc.core.simple.JdbcClient")
            .because("all SQL of a feature sits in its repository")
            .allowEmptyShould(true);

    private static final ArchRule NO_FIELD_INJECTION = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("lombok..", "jakarta.persistence..")
            .because("constructors say what a class needs, records replace Lombok, and SQL replaces an ORM");

    private static final ArchRule TESTS_DO_NOT_SLEEP = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", Duration.class)
            .orShould()
            .callMethod(TimeUnit.class, "sleep", long.class)
            .orShould()
            .callMethod(LockSupport.class, "parkNanos", long.class)
            .because("a pause is too short on a crowded machine and too long on any other: await() the condition")
            .allowEmptyShould(true);

    private HouseRules() {}

    /// @param rootPackage for example `io.deskwire.tickets`; its direct sub-packages are the features
    public static void check(String rootPackage) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(rootPackage);
        var features = slices().matching(rootPackage + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("features form no cycle: what two need belongs to the one that owns the noun");
        var rules = List.of(
                TIME_IS_INJECTED,
                NAMES_SAY_SOMETHING,
                CONTROLLERS_STAY_INSIDE,
                SQL_IN_REPOSITORIES,
                NO_FIELD_INJECTION,
                features);
        rules.forEach(rule -> rule.check(classes));
        FoundEffects.check(classes);
        TESTS_DO_NOT_SLEEP.check(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages(rootPackage));
        var unknown = TestSettings.unknown(rootPackage);
        if (!unknown.isEmpty()) {
            throw new AssertionError("a setting that nothing reads is ignored without a word: " + unknown);
        }
    }
}
