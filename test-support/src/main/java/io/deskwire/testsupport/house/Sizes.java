package io.deskwire.testsupport.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// How much fits into a record, a constructor and a room.
public final class Sizes {
    static final int COMPONENTS = 9;
    static final int PARAMETERS = 6;
    static final int TYPES = 15;

    private static final String COMPONENT = "org.springframework.stereotype.Component";

    private Sizes() {}

    /// @param classes of main code
    /// @param rootPackage to which rooms are named
    public static List<Breach> breaches(JavaClasses classes, String rootPackage) {
        var breaches = new ArrayList<Breach>();
        for (var type : classes) {
            if (type.isRecord()) {
                record(type, breaches);
            } else {
                constructors(type, breaches);
            }
        }
        rooms(classes, rootPackage, breaches);
        return breaches;
    }

    private static void record(JavaClass type, List<Breach> breaches) {
        var components = type.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .count();
        if (components > COMPONENTS) {
            breaches.add(new Breach(
                    Rule.RECORD_COMPONENTS,
                    nameOf(type),
                    "%d components, at most %d".formatted(components, COMPONENTS)));
        }
        if (components > PARAMETERS && isComponent(type)) {
            breaches.add(tooMany(type, components));
        }
    }

    private static boolean isComponent(JavaClass type) {
        return type.isAnnotatedWith(COMPONENT) || type.isMetaAnnotatedWith(COMPONENT);
    }

    private static void constructors(JavaClass type, List<Breach> breaches) {
        if (type.isAnonymousClass() || type.isLocalClass()) {
            return; // their constructors take what they enclose
        }
        type.getConstructors().stream()
                .mapToLong(constructor -> constructor.getRawParameterTypes().size() - unwritten(type))
                .max()
                .stream()
                .filter(parameters -> parameters > PARAMETERS)
                .forEach(parameters -> breaches.add(tooMany(type, parameters)));
    }

    /// Parameters that the compiler adds: an enum's name and ordinal, an inner class's outer instance.
    private static int unwritten(JavaClass type) {
        if (type.isEnum()) {
            return 2;
        }
        return type.isInnerClass() && !type.getModifiers().contains(JavaModifier.STATIC) ? 1 : 0;
    }

    private static Breach tooMany(JavaClass type, long parameters) {
        return new Breach(
                Rule.CONSTRUCTOR_PARAMETERS,
                nameOf(type),
                "%d parameters, at most %d".formatted(parameters, PARAMETERS));
    }

    private static void rooms(JavaClasses classes, String rootPackage, List<Breach> breaches) {
        var rooms = new TreeMap<String, Integer>();
        classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .forEach(type -> rooms.merge(room(type.getPackageName(), rootPackage), 1, Integer::sum));
        rooms.forEach((room, types) -> {
            if (types > TYPES) {
                breaches.add(new Breach(Rule.ROOM_SIZE, room, "%d types, at most %d".formatted(types, TYPES)));
            }
        });
    }

    private static String room(String packageName, String rootPackage) {
        return packageName.equals(rootPackage) ? rootPackage : packageName.substring(rootPackage.length() + 1);
    }

    /// `Ticket`, or `TicketController.Body` of a nested type.
    static String nameOf(JavaClass type) {
        return type.getEnclosingClass()
                .map(outer -> nameOf(outer) + "." + type.getSimpleName())
                .orElse(type.getSimpleName());
    }

    static JavaClass outermost(JavaClass type) {
        var outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost;
    }
}
