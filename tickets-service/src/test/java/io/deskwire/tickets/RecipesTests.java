package io.deskwire.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The recipes of CONTRIBUTING are true: every file they name exists, and those of a ticket's field know every field
/// that a ticket has.
class RecipesTests {
    private static final Path ROOT = GoldenSamples.directory().getParent().getParent();
    private static final Pattern FILE = Pattern.compile("`([^`]+\\.(?:java|sql|yaml|json))`");

    private static final List<Path> FILES = files();

    /// @param changeable only fields that a PATCH may name
    /// @param sometimes not in every case: `where …`
    private record Step(List<Path> files, boolean changeable, boolean sometimes) {}

    private static final List<String> NUMBERS =
            List.of(("no one two three four five six seven eight nine ten eleven twelve "
                            + "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty")
                    .split(" "));

    @Test
    void everyFileOfAFieldsRecipeKnowsEveryFieldOfATicket() throws IOException {
        for (var step : always(steps("Adding a field to a ticket"))) {
            var text = new StringBuilder();
            for (var file : step.files()) {
                text.append(Files.readString(file));
            }
            for (var field : step.changeable() ? PublicFields.of(TicketPatch.class) : PublicFields.of(Ticket.class)) {
                assertThat(text.toString()).as("%s in %s", field, step.files()).containsAnyOf(field, camelCase(field));
            }
        }
    }

    /// Of a row's files one is edited: which, depends on the field.
    @Test
    void aFieldCostsAsManyFilesAsItsRecipeSays() throws IOException {
        var recipe = "Adding a field to a ticket";
        var steps = steps(recipe);

        assertThat(List.of(always(steps).size(), always(steps).size() + files(sometimes(steps))))
                .isEqualTo(promised(recipe));
    }

    @Test
    void aFeatureCostsTheFilesThatItsRecipeNames() throws IOException {
        var recipe = "Adding a feature with a table and events";
        var steps = steps(recipe);

        assertThat(List.of(files(always(steps)), files(steps))).isEqualTo(promised(recipe));
    }

    private static List<Step> always(List<Step> steps) {
        return steps.stream().filter(step -> !step.sometimes()).toList();
    }

    private static List<Step> sometimes(List<Step> steps) {
        return steps.stream().filter(Step::sometimes).toList();
    }

    private static int files(List<Step> steps) {
        return steps.stream().mapToInt(step -> step.files().size()).sum();
    }

    /// The numbers in the sentence above the table, in its order: always, and at most.
    private static List<Integer> promised(String recipe) throws IOException {
        var text = Files.readString(ROOT.resolve("CONTRIBUTING.md"));
        var sentence = text.substring(text.indexOf("### " + recipe))
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        return Pattern.compile("\\w+")
                .matcher(sentence.substring(0, sentence.indexOf('.')).toLowerCase(Locale.ROOT))
                .results()
                .map(word -> NUMBERS.indexOf(word.group()))
                .filter(number -> number > 0)
                .toList();
    }

    private static List<Step> steps(String recipe) throws IOException {
        var text = Files.readString(ROOT.resolve("CONTRIBUTING.md"));
        var table =
                text.substring(text.indexOf("### " + recipe)).lines().skip(1).toList();
        var steps = new ArrayList<Step>();
        for (var line : table) {
            if (line.startsWith("### ")) {
                break;
            }
            var cells = line.split("\\|");
            var files = cells.length < 3 ? List.<String>of() : named(cells[2]);
            if (!files.isEmpty()) {
                steps.add(new Step(
                        files.stream().flatMap(name -> found(name).stream()).toList(),
                        cells[1].contains("changed"),
                        cells[1].contains("where it is one") || cells[1].contains("where somebody is")));
            }
        }
        return steps;
    }

    private static List<String> named(String cell) {
        return FILE.matcher(cell).results().map(match -> match.group(1)).toList();
    }

    /// The files of this name, `…` and `<…>` standing for anything; at least one.
    private static List<Path> found(String name) {
        var pattern = Pattern.compile("(?:.*/)?"
                + String.join(
                        ".*",
                        Arrays.stream(name.split("…|<[^>]*>", -1))
                                .map(Pattern::quote)
                                .toList()));
        var found = FILES.stream()
                .filter(file -> pattern.matcher(ROOT.relativize(file).toString().replace('\\', '/'))
                        .matches())
                .toList();
        assertThat(found).as("the recipe's " + name).isNotEmpty();
        return found;
    }

    private static List<Path> files() {
        var files = new ArrayList<Path>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    var name = directory.getFileName().toString();
                    return name.equals("target") || name.startsWith(".") && !directory.equals(ROOT)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return files;
    }

    private static String camelCase(String field) {
        return Pattern.compile("_(.)")
                .matcher(field)
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
