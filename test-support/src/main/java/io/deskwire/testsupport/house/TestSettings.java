package io.deskwire.testsupport.house;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestPropertySource;

/// The settings `deskwire.…` that tests' annotations name. One that does not exist would be ignored without a word.
public final class TestSettings {
    private static final Pattern KEY = Pattern.compile("deskwire\\.[a-z0-9.-]+");

    private static final String ANY = ".*";

    private TestSettings() {}

    /// A line for each setting of a test below the package that nothing reads.
    public static List<String> unknown(String rootPackage) {
        var known = known(rootPackage);
        var unknown = new TreeSet<String>();
        var tests = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages(rootPackage);
        for (var test : tests) {
            named(test.reflect())
                    .map(setting -> setting.split("[=:\\[]", 2)[0].strip())
                    .filter(key -> key.startsWith("deskwire.") && !known.contains(key) && !inAMap(key, known))
                    .forEach(key -> unknown.add(test.getSimpleName() + ": nothing reads " + key));
        }
        return List.copyOf(unknown);
    }

    private static boolean inAMap(String key, Set<String> known) {
        return known.stream()
                .filter(map -> map.endsWith(ANY))
                .anyMatch(map -> key.startsWith(map.substring(0, map.length() - 1)));
    }

    private static Stream<String> named(AnnotatedElement test) {
        var boot = test.getDeclaredAnnotation(SpringBootTest.class);
        var source = test.getDeclaredAnnotation(TestPropertySource.class);
        return Stream.concat(
                boot == null
                        ? Stream.of()
                        : Stream.concat(Arrays.stream(boot.properties()), Arrays.stream(boot.value())),
                source == null ? Stream.of() : Arrays.stream(source.properties()));
    }

    /// What is bound, what an annotation asks for, and what the service's configuration refers to.
    private static Set<String> known(String rootPackage) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.deskwire");
        var known = new TreeSet<String>();
        for (var one : classes) {
            if (one.isAnnotatedWith(ConfigurationProperties.class)) {
                var type = one.reflect();
                bound(type.getAnnotation(ConfigurationProperties.class).value(), type, known);
            }
            Stream.concat(Stream.of(one), one.getMembers().stream())
                    .flatMap(annotated -> annotated.getAnnotations().stream())
                    .forEach(annotation -> asked(annotation, known));
        }
        keys(configuration(rootPackage.substring(rootPackage.lastIndexOf('.') + 1)), known);
        return known;
    }

    private static void bound(String prefix, Class<?> type, Set<String> known) {
        for (var component : type.getRecordComponents()) {
            var key = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            known.add(key);
            if (component.getType() == Map.class) {
                known.add(key + ANY);
            }
            if (component.getType().isRecord()) {
                bound(key, component.getType(), known);
            }
        }
    }

    private static void asked(JavaAnnotation<?> annotation, Set<String> known) {
        annotation.getProperties().values().forEach(value -> {
            switch (value) {
                case String text -> keys(text, known);
                case Object[] several -> Arrays.stream(several).forEach(one -> keys(one.toString(), known));
                default -> {}
            }
        });
    }

    private static void keys(String text, Set<String> known) {
        KEY.matcher(text).results().forEach(found -> known.add(found.group()));
    }

    private static String configuration(String service) {
        try (var file = Thread.currentThread().getContextClassLoader().getResourceAsStream(service + ".yaml")) {
            return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
