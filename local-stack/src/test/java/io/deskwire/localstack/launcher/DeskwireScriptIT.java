package io.deskwire.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the real script and the real launcher in a repository whose services are fakes.
class DeskwireScriptIT {
    @TempDir
    Path root;

    private FakeRepository repository;

    @BeforeEach
    void repository() throws IOException {
        repository = new FakeRepository(root);
    }

    @AfterEach
    void down() throws Exception {
        repository.close();
    }

    @Test
    void startsShowsAndStopsAStackAndKeepsItsKeys() throws Exception {
        assertThat(repository.deskwire("status").words()).contains("Not running");

        var up = repository.deskwire("up", "--detach");
        assertThat(up.words())
                .contains(
                        "PostgreSQL is ready",
                        "auth-service is ready",
                        "Deskwire is up",
                        repository.env("DESKWIRE_URL"));
        assertThat(up.status()).isZero();

        var status = repository.deskwire("status");
        assertThat(status.words()).containsPattern("api-gateway +http://127.0.0.1:" + repository.gateway() + " +ready");
        assertThat(status.status()).isZero();

        assertThat(repository.deskwire("logs", "tickets-service").words()).contains("ready");

        var audit = repository.deskwire("audit", "verify");
        assertThat(audit.words()).contains("Checked 1 chain with 3 entries: all hold.");
        assertThat(audit.status()).isZero();

        var again = repository.deskwire("up", "--detach");
        assertThat(again.words()).contains("Already running");
        assertThat(again.status()).isZero();

        var key = repository.env("DESKWIRE_SECRET_KEY");
        assertThat(repository.deskwire("down").words()).contains("Stopped");
        assertThat(repository.deskwire("status").status()).isEqualTo(1);
        assertThat(repository.deskwire("up", "--detach").status()).isZero();
        assertThat(repository.env("DESKWIRE_SECRET_KEY")).isEqualTo(key);

        assertThat(repository.deskwire("reset").words()).contains("Deleted");
        assertThat(repository.resolve(".deskwire/data")).doesNotExist();
    }

    @Test
    void saysWhatAnOperatorsCommandNeeds() throws Exception {
        for (var command : List.of(new String[] {"keys", "rotate"}, new String[] {"audit", "verify"})) {
            var answer = repository.deskwire(command);
            assertThat(answer.words()).contains("Not running. ./deskwire up starts", "DESKWIRE_SECRET_KEY");
            assertThat(answer.status()).isEqualTo(2);
        }
    }

    @Test
    void helpsWhoeverAsksAndStartsNothing() throws Exception {
        for (var command : List.of(new String[] {"help"}, new String[] {"up", "--help"})) {
            var answer = repository.deskwire(command);
            assertThat(answer.words()).contains("./deskwire up", "keys rotate [--drop-previous]");
            assertThat(answer.status()).isZero();
        }
        for (var command : List.of(new String[] {}, new String[] {"up", "--detatch"}, new String[] {"upp"})) {
            assertThat(repository.deskwire(command).status()).isEqualTo(2);
        }
        assertThat(repository.resolve(".deskwire/data")).doesNotExist();
    }
}
