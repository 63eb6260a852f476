package io.deskwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The operator's commands of `./deskwire`, as an operator types them.
class OperatorIT {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void rotatesTheSigningKey() throws Exception {
        var before = Tenant.founded("rotation");

        var rotated = deskwire(stack(), "keys", "rotate");

        assertThat(rotated.status()).as(rotated.words()).isZero();
        assertThat(rotated.words())
                .containsPattern("New key [\\w-]+ is published, and signs from \\d{4}-\\S+Z on\\.")
                .containsPattern("Old key [\\w-]+ stays published until \\d{4}-\\S+Z\\.");
        var fresh = rotated.words().replaceAll("(?s).*New key ([\\w-]+) is.*", "$1");
        assertThat(kids()).contains(fresh);
        before.admin().get("/api/v1/tickets").expect(200);

        // The new one does not sign yet.
        var again = deskwire(stack(), "keys", "rotate");
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.words()).contains("409", "A rotation is under way until");
    }

    @Test
    void verifiesTheAuditOfOneTenantAndOfAll() throws Exception {
        var whole = Tenant.founded("whole");
        var broken = Tenant.founded("tampered");
        assertThat(deskwire(stack(), "audit", "verify").words())
                .containsPattern("Checked \\d+ chains with \\d+ entries: all hold\\.");

        tamper("actor || 'x'", broken);
        try {
            var all = deskwire(stack(), "audit", "verify");
            assertThat(all.status()).isEqualTo(1);
            assertThat(all.words())
                    .contains("BROKEN  %s (%s) at entry 2".formatted(broken.slug(), broken.id()), ": 1 broken.");
            assertThat(deskwire(stack(), "audit", "verify", broken.slug()).status())
                    .isEqualTo(1);
            for (var name : List.of(whole.slug(), whole.id(), "platform")) {
                var one = deskwire(stack(), "audit", "verify", name);
                assertThat(one.words()).containsPattern("Checked 1 chain with \\d+ entries: all hold\\.");
                assertThat(one.status()).isZero();
            }
            var unknown = deskwire(stack(), "audit", "verify", "no-such-tenant");
            assertThat(unknown.status()).isEqualTo(2);
            assertThat(unknown.words()).contains("There is no such tenant");
        } finally {
            tamper("left(actor, -1)", broken);
        }
    }

    @Test
    void refusesAWrongKeyAndSaysSo() throws Exception {
        var environment = Map.of(
                "DESKWIRE_URL",
                Stack.running().url(),
                "DESKWIRE_SECRET_KEY",
                "sb_secret_0123456789abcdefghijkl_mnopqrst");

        var answer = deskwire(environment, "audit", "verify");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.words()).contains("answered 401");
    }

    private static Map<String, String> stack() {
        return Map.of(
                "DESKWIRE_URL", Stack.running().url(),
                "DESKWIRE_SECRET_KEY", String.valueOf(Stack.running().env().get("DESKWIRE_SECRET_KEY")));
    }

    private static List<String> kids() {
        return Api.at(Stack.running().url())
                .get("/auth/v1/.well-known/jwks.json")
                .expect(200)
                .json()
                .get("keys")
                .findValuesAsString("kid");
    }

    /// As a database administrator would, past every grant, policy and trigger.
    private static void tamper(String actor, Tenant tenant) throws SQLException {
        try (var connection = Stack.running().superuser().connect("auth");
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("ALTER TABLE audit_log DISABLE TRIGGER USER");
            statement.execute(
                    "UPDATE audit_log SET actor = %s WHERE seq = 2 AND tenant_id = '%s'".formatted(actor, tenant.id()));
            statement.execute("ALTER TABLE audit_log ENABLE TRIGGER USER");
            connection.commit();
        }
    }

    private record Answer(int status, String words) {}

    private static Answer deskwire(Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(ROOT.resolve("deskwire").toString()));
        command.addAll(List.of(args));
        var output = Files.createTempFile("deskwire-command", ".txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
        try {
            return new Answer(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
