package io.deskwire.testsupport.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyPermissionsTests {
    @TempDir
    Path migrations;

    @Test
    void aMisspeltKeyShows() throws IOException {
        Files.writeString(Files.createDirectory(migrations.resolve("tickets")).resolve("V1__tickets.sql"), """
                -- as app.has_permission('a.comment')
                CREATE POLICY read ON tickets USING ((SELECT app.has_permission('tickets.read')));
                CREATE POLICY write ON tickets USING ((SELECT app.has_permission( 'ticket.write' )));
                """);

        assertThat(PolicyPermissions.unknown(migrations, Set.of("tickets.read", "tickets.write")))
                .containsExactly("tickets/V1__tickets.sql asks for 'ticket.write', which no permission is called");
    }
}
