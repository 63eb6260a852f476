package io.deskwire.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;
import org.yaml.snakeyaml.Yaml;

/// The operations that a service's OpenAPI files, `contracts/http/<name>.yaml`, describe.
public record HttpContract(List<Operation> operations) {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /// @param path with `{}` for every variable: what it is called is nobody's business
    public record Operation(String method, String path) implements Comparable<Operation> {
        public static Operation of(String method, String path) {
            return new Operation(method, path.replaceAll("\\{[^}]*}", "{}"));
        }

        @Override
        public int compareTo(Operation other) {
            return Comparator.comparing(Operation::path)
                    .thenComparing(Operation::method)
                    .compare(this, other);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public static HttpContract of(String... names) {
        var operations = new TreeSet<Operation>();
        for (var name : names) {
            Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(text(name));
            file.getOrDefault("paths", Map.of())
                    .forEach((path, members) -> members.keySet().stream()
                            .map(member -> member.toUpperCase(Locale.ROOT))
                            .filter(METHODS::contains)
                            .forEach(method -> operations.add(Operation.of(method, path))));
        }
        return new HttpContract(List.copyOf(operations));
    }

    private static String text(String name) {
        try {
            return Files.readString(
                    GoldenSamples.directory().resolveSibling("http").resolve(name + ".yaml"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// What is described and not served, or served and not described, a line each; empty where all is well. A mapping
    /// for every method, or with wildcards, is described by any operation that it serves.
    ///
    /// @param rootPackage of the service's controllers, such as `io.deskwire.tickets`
    public List<String> differences(RequestMappingHandlerMapping mappings, String rootPackage) {
        var served = new ArrayList<Served>();
        mappings.getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getName().startsWith(rootPackage + ".")) {
                mapping.getPatternValues().forEach(pattern -> served.add(Served.of(mapping, pattern)));
            }
        });
        var differences = new TreeSet<String>();
        for (var operation : operations) {
            if (served.stream().noneMatch(one -> one.serves(operation))) {
                differences.add(operation + ": described, not served");
            }
        }
        served.forEach(one -> differences.addAll(one.missingIn(operations)));
        return List.copyOf(differences);
    }

    /// @param methods empty for all
    private record Served(Set<String> methods, String pattern) {
        static Served of(RequestMappingInfo mapping, String pattern) {
            var methods = new TreeSet<String>();
            mapping.getMethodsCondition().getMethods().forEach(method -> methods.add(method.name()));
            return new Served(methods, pattern);
        }

        boolean serves(Operation operation) {
            return (methods.isEmpty() || methods.contains(operation.method())) && covers(operation.path());
        }

        private boolean covers(String path) {
            return pattern.contains("*")
                    ? PathPatternParser.defaultInstance
                            .parse(pattern)
                            .matches(PathContainer.parsePath(path.replace("{}", "x")))
                    : Operation.of("", pattern).path().equals(path);
        }

        Collection<String> missingIn(List<Operation> described) {
            if (methods.isEmpty() || pattern.contains("*")) {
                return described.stream().anyMatch(this::serves)
                        ? List.of()
                        : List.of(pattern + ": served, not described");
            }
            return methods.stream()
                    .filter(METHODS::contains)
                    .map(method -> Operation.of(method, pattern))
                    .filter(operation -> !described.contains(operation))
                    .map(operation -> operation + ": served, not described")
                    .toList();
        }
    }
}
