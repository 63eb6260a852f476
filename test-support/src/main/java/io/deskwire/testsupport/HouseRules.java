package io.deskwire.testsupport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.deskwire.testsupport.house.Breach;
import io.deskwire.testsupport.house.FoundEffects;
import io.deskwire.testsupport.house.KnownExceptions;
import io.deskwire.testsupport.house.Places;
import io.deskwire.testsupport.house.Rule;
import io.deskwire.testsupport.house.Sizes;
import io.deskwire.testsupport.house.Sleeps;
import io.deskwire.testsupport.house.Storeys;
import io.deskwire.testsupport.house.TestSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The house style as far as a machine can check it. Each module's `ArchitectureTests` calls [#check].
///
/// What broke a rule of [Rule] when that rule came is listed in the module, see [KnownExceptions]; the lists only
/// shrink.
public final class HouseRules {
    private static final Path TESTS = Path.of("src/test/java");

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

    private static final ArchRule NO_FIELD_INJECTION = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("lombok..", "jakarta.persistence..")
            .because("constructors say what a class needs, records replace Lombok, and SQL replaces an ORM");

    private HouseRules() {}

    /// @param rootPackage for example `io.deskwire.tickets`; its direct sub-packages are the features
    public static void check(String rootPackage) {
        var classes = main(rootPackage);
        var features = slices().matching(rootPackage + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("features form no cycle: what two need belongs to the one that owns the noun")
                .allowEmptyShould(true);
        var rules =
                List.of(TIME_IS_INJECTED, NAMES_SAY_SOMETHING, CONTROLLERS_STAY_INSIDE, NO_FIELD_INJECTION, features);
        rules.forEach(rule -> rule.check(classes));
        FoundEffects.check(classes);
        var unknown = TestSettings.unknown(rootPackage);
        if (!unknown.isEmpty()) {
            throw new AssertionError("a setting that nothing reads is ignored without a word: " + unknown);
        }
        var breaches = new ArrayList<>(Sizes.breaches(classes, rootPackage));
        breaches.addAll(Places.ofSql(classes));
        breaches.addAll(Sleeps.inClasses(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages(rootPackage)));
        breaches.addAll(Sleeps.inSources(TESTS));
        judge(
                EnumSet.of(
                        Rule.RECORD_COMPONENTS,
                        Rule.CONSTRUCTOR_PARAMETERS,
                        Rule.ROOM_SIZE,
                        Rule.SQL_IN_REPOSITORIES,
                        Rule.NO_SLEEP),
                breaches);
    }

    /// A service in storeys.
    public static void check(Storeys storeys) {
        judge(EnumSet.of(Rule.STOREYS), Places.ofStoreys(main(storeys.rootPackage()), storeys));
    }

    /// Features that know one another, but nothing of the rest of their service.
    public static void standAlone(String rootPackage, String... features) {
        judge(EnumSet.of(Rule.STANDS_ALONE), Places.ofRoomsAlone(main(rootPackage), rootPackage, Set.of(features)));
    }

    private static JavaClasses main(String rootPackage) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(rootPackage);
    }

    private static void judge(Set<Rule> rules, List<Breach> breaches) {
        var known = KnownExceptions.of(KnownExceptions.PLACE);
        if ("shrink".equals(System.getProperty("deskwire.house"))) {
            known = known.shrink(rules, breaches);
        }
        var differences = known.differences(rules, breaches);
        if (!differences.isEmpty()) {
            throw new AssertionError(String.join("\n", differences));
        }
    }
}
