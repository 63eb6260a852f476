package io.deskwire.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.tickets.organization.OrganizationPatch;
import io.deskwire.tickets.ticket.TicketPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// `contracts/http/tickets.yaml` describes the fields that the records of the same names have.
class OpenApiFieldsTests {
    /// Made of other records, and named field by field below.
    private static final Set<String> COMPOSED = Set.of("TicketPatch", "TicketDraft");

    private final Map<String, Map<String, Object>> schemas = schemas();

    @Test
    void describesEveryFieldOfARecord() {
        var compared = new ArrayList<String>();
        for (var schema : schemas.keySet()) {
            record(schema).filter(_ -> !COMPOSED.contains(schema)).ifPresent(type -> {
                assertThat(properties(schema)).as(schema).containsExactlyElementsOf(PublicFields.of(type));
                if (properties(schema).contains("version")) {
                    assertThat(schemas.get(schema).get("required"))
                            .as("required of " + schema + ": an answer has all its fields")
                            .isEqualTo(PublicFields.of(type));
                }
                compared.add(schema);
            });
        }
        assertThat(compared).contains("Ticket", "Comment", "Contact", "ContactPatch", "HistoryEntry");
    }

    @Test
    void describesEveryFieldOfARequest() {
        var ticket = new ArrayList<>(PublicFields.of(TicketPatch.class));
        ticket.remove("requester_id"); // which a request names as a person
        assertThat(properties("TicketPatch")).containsExactlyElementsOf(ticket);
        assertThat(properties("TicketDraft")).containsAll(PublicFields.of(TicketPatch.Content.class));
        assertThat(properties("OrganizationDraft")).containsExactlyElementsOf(PublicFields.of(OrganizationPatch.class));
        assertThat(properties("TeamDraft")).containsExactlyElementsOf(properties("TeamPatch"));
        assertThat(properties("CalendarDraft")).containsExactlyElementsOf(properties("CalendarPatch"));
        assertThat(properties("SlaPolicyDraft")).containsExactlyElementsOf(properties("SlaPolicyPatch"));
    }

    @SuppressWarnings("unchecked")
    private Collection<String> properties(String schema) {
        return ((Map<String, ?>) schemas.get(schema).get("properties")).keySet();
    }

    /// The record of a feature that is called so.
    private static Optional<? extends Class<?>> record(String schema) {
        return features().stream()
                .flatMap(feature -> {
                    try {
                        return Optional.of(Class.forName("io.deskwire.tickets." + feature + "." + schema)).stream();
                    } catch (ClassNotFoundException _) {
                        return Optional.<Class<?>>empty().stream();
                    }
                })
                .filter(Class::isRecord)
                .findFirst();
    }

    private static List<String> features() {
        var main = GoldenSamples.directory()
                .resolve("../../tickets-service/src/main/java/io/deskwire/tickets")
                .normalize();
        try (var files = Files.list(main)) {
            return files.filter(Files::isDirectory)
                    .map(Path::getFileName)
                    .map(Path::toString)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Map<String, Map<String, Object>> schemas() {
        var file = GoldenSamples.directory().resolveSibling("http").resolve("tickets.yaml");
        try {
            Map<String, Map<String, Map<String, Map<String, Object>>>> all = new Yaml().load(Files.readString(file));
            return all.get("components").get("schemas");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
