package io.deskwire.testsupport.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What broke a rule before the rule was there: a file of a module, a line each, `<rule> <subject>`.
///
/// The list may only shrink. A line whose breach is gone fails the test; with `-Ddeskwire.house=shrink` the test
/// takes it out instead. A module without the file has no exceptions.
public record KnownExceptions(Path file, List<String> lines) {
    /// Of the module whose directory the tests run in.
    public static final Path PLACE = Path.of("src/test/resources/house-exceptions.txt");

    public static KnownExceptions of(Path file) {
        try {
            return new KnownExceptions(file, Files.exists(file) ? Files.readAllLines(file) : List.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A line for each breach that is not known, each exception that is none any more, and each line that makes no
    /// sense; empty where all is well.
    ///
    /// @param rules that have been checked: exceptions to others are not judged
    public List<String> differences(Set<Rule> rules, Collection<Breach> breaches) {
        var differences = new ArrayList<String>();
        var known = new LinkedHashSet<String>();
        for (var line : lines) {
            var rule = Rule.of(line.split(" ", 2)[0]);
            if (isSilent(line)) {
                continue;
            }
            if (rule.isEmpty() || !line.matches("\\S+ \\S+") || !known.add(line)) {
                differences.add(
                        "%s: '%s' is no exception, expected: one line '<rule> <subject>'".formatted(file, line));
            }
        }
        breaches.stream()
                .filter(breach -> !known.contains(breach.line()))
                .map(Breach::toString)
                .forEach(differences::add);
        gone(rules, breaches)
                .forEach(line ->
                        differences.add("%s: '%s' holds no more, delete the line (or run with -Ddeskwire.house=shrink)"
                                .formatted(file, line)));
        return differences;
    }

    /// Without the lines whose breach is gone, written to the file.
    public KnownExceptions shrink(Set<Rule> rules, Collection<Breach> breaches) {
        var gone = gone(rules, breaches);
        if (gone.isEmpty()) {
            return this;
        }
        var kept = lines.stream().filter(line -> !gone.contains(line)).toList();
        try {
            if (kept.stream().allMatch(KnownExceptions::isSilent)) {
                Files.delete(file);
            } else {
                Files.write(file, kept);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new KnownExceptions(file, kept);
    }

    private Set<String> gone(Set<Rule> rules, Collection<Breach> breaches) {
        var there = breaches.stream().map(Breach::line).collect(Collectors.toSet());
        return lines.stream()
                .filter(line -> !there.contains(line))
                .filter(line -> !isSilent(line))
                .filter(line ->
                        Rule.of(line.split(" ", 2)[0]).filter(rules::contains).isPresent())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean isSilent(String line) {
        return line.isBlank() || line.startsWith("#");
    }
}
