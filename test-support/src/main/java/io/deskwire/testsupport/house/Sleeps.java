package io.deskwire.testsupport.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Pauses in tests, plain ones and disguised ones.
public final class Sleeps {
    /// By bytecode, so that neither a static import nor a full name hides one.
    private static final Map<String, Set<String>> PAUSES = Map.of(
            "java.lang.Thread", Set.of("sleep"),
            "java.util.concurrent.TimeUnit", Set.of("sleep", "timedWait", "timedJoin"),
            "java.util.concurrent.locks.LockSupport", Set.of("park", "parkNanos", "parkUntil"));

    private static final String NO_CODE = "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|//.*|/\\*[\\s\\S]*?\\*/";

    private static final Pattern TRUE_AT_ONCE =
            Pattern.compile("\\buntil\\w*\\(\\s*\\(\\)\\s*->\\s*(true|\\{\\s*(return true;)?\\s*})\\s*\\)");

    private static final Pattern DELAY = Pattern.compile("\\bpollDelay\\((?!\\s*(Duration\\.)?ZERO\\s*\\)|\\s*0\\s*,)");

    private Sleeps() {}

    /// @param classes of tests
    public static List<Breach> inClasses(JavaClasses classes) {
        var breaches = new TreeSet<String>();
        for (var type : classes) {
            for (var access : type.getAccessesFromSelf()) {
                var pauses = PAUSES.getOrDefault(access.getTargetOwner().getName(), Set.of());
                if (pauses.contains(access.getTarget().getName())) {
                    breaches.add(Sizes.outermost(type).getSimpleName());
                }
            }
        }
        return breaches.stream()
                .map(name -> new Breach(Rule.NO_SLEEP, name, "pauses"))
                .toList();
    }

    /// @param sources of tests, a directory that need not be there
    public static List<Breach> inSources(Path sources) {
        var breaches = new ArrayList<Breach>();
        for (var file : filesBelow(sources)) {
            var code = read(file).replaceAll(NO_CODE, "\"\"");
            var name = file.getFileName().toString().replace(".java", "");
            if (TRUE_AT_ONCE.matcher(code).find() || DELAY.matcher(code).find()) {
                breaches.add(new Breach(Rule.NO_SLEEP, name, "awaits nothing: pollDelay(…), or until(() -> true)"));
            }
        }
        return breaches;
    }

    private static List<Path> filesBelow(Path sources) {
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        try (var files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
