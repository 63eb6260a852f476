package io.deskwire.testsupport.house;

import static io.deskwire.testsupport.house.Sizes.outermost;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Where things belong: SQL, and a service's features above one another.
public final class Places {
    private static final String JDBC_CLIENT = "org.springframework.jdbc.core.simple.JdbcClient";

    /// common-lib's own tables and the grammar of SQL: they are what a repository is made of, and each class of them is
    /// about one statement or table.
    private static final Set<String> DATA_ROOMS = Set.of(
            "io.deskwire.common.sql",
            "io.deskwire.common.tenancy",
            "io.deskwire.common.outbox",
            "io.deskwire.common.relay",
            "io.deskwire.common.inbox",
            "io.deskwire.common.idempotency",
            "io.deskwire.common.erasure");

    private Places() {}

    /// @param classes of main code
    public static List<Breach> ofSql(JavaClasses classes) {
        return classes.stream()
                .filter(type -> DATA_ROOMS.stream().noneMatch(room -> isIn(room, type.getPackageName())))
                .filter(type -> !outermost(type).getSimpleName().endsWith("Repository"))
                // It hands the client on to a repository that it makes.
                .filter(type -> !outermost(type).getSimpleName().endsWith("AutoConfiguration"))
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency ->
                                dependency.getTargetClass().getName().equals(JDBC_CLIENT)))
                .map(type -> outermost(type).getSimpleName())
                .distinct()
                .map(name -> new Breach(Rule.SQL_IN_REPOSITORIES, name, "uses JdbcClient and is no …Repository"))
                .toList();
    }

    private static boolean isIn(String room, String packageName) {
        return packageName.equals(room) || packageName.startsWith(room + ".");
    }

    /// Which feature knows one that it must not know.
    public static List<Breach> ofStoreys(JavaClasses classes, Storeys storeys) {
        var breaches = new ArrayList<Breach>();
        arrows(classes, storeys.rootPackage()).forEach((arrow, examples) -> {
            var found = storeys.refuses(arrow.from(), arrow.to());
            if (found != null) {
                breaches.add(new Breach(Rule.STOREYS, arrow.toString(), found + ": " + examples));
            }
        });
        return breaches;
    }

    /// What the rooms know of the rest of their service; of one another they may know.
    public static List<Breach> ofRoomsAlone(JavaClasses classes, String rootPackage, Set<String> rooms) {
        var breaches = new ArrayList<Breach>();
        arrows(classes, rootPackage).forEach((arrow, examples) -> {
            if (rooms.contains(arrow.from()) && !rooms.contains(arrow.to())) {
                breaches.add(new Breach(Rule.STANDS_ALONE, arrow.toString(), examples));
            }
        });
        return breaches;
    }

    private record Arrow(String from, String to) implements Comparable<Arrow> {
        @Override
        public int compareTo(Arrow other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return from + "->" + to;
        }
    }

    /// From feature to feature, with who knows whom there.
    private static TreeMap<Arrow, String> arrows(JavaClasses classes, String rootPackage) {
        return classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency ->
                        isIn(rootPackage, dependency.getTargetClass().getPackageName()))
                .filter(dependency -> !from(dependency, rootPackage).equals(to(dependency, rootPackage)))
                .collect(groupingBy(
                        dependency -> new Arrow(from(dependency, rootPackage), to(dependency, rootPackage)),
                        TreeMap::new,
                        mapping(
                                dependency -> outermost(dependency.getOriginClass())
                                                .getSimpleName() + " knows "
                                        + outermost(dependency.getTargetClass()).getSimpleName(),
                                collectingAndThen(toCollection(TreeSet::new), known -> String.join(", ", known)))));
    }

    private static String from(Dependency dependency, String rootPackage) {
        return feature(dependency.getOriginClass(), rootPackage);
    }

    private static String to(Dependency dependency, String rootPackage) {
        return feature(dependency.getTargetClass(), rootPackage);
    }

    /// The first package below the root; empty for the root itself.
    private static String feature(JavaClass type, String rootPackage) {
        var room = type.getPackageName();
        return room.equals(rootPackage)
                ? ""
                : room.substring(rootPackage.length() + 1).replaceFirst("\\..*", "");
    }
}
