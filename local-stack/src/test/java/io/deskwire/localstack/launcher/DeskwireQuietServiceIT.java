package io.deskwire.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// As [DeskwireScriptIT], in a class of its own because both take long: they run beside each other.
class DeskwireQuietServiceIT {
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
    void leavesRunningWhatIsReadyWhereAServiceStaysQuiet() throws Exception {
        repository.set("DESKWIRE_START_LIMIT", "8s");
        repository.set("DESKWIRE_TEST_QUIET", String.valueOf(repository.gateway() + 14));

        var up = repository.deskwire("up", "--detach");

        assertThat(up.words())
                .contains("auth-service is ready", "notification-service is not ready", "looking for my right glove")
                .doesNotContain("Stopping");
        assertThat(up.status()).isEqualTo(1);
        var status = repository.deskwire("status");
        assertThat(status.words())
                .containsPattern("tickets-service +http://127.0.0.1:\\d+ +ready")
                .containsPattern("notification-service +http://127.0.0.1:\\d+ +starting");
        assertThat(status.status()).isEqualTo(1);
        var again = repository.deskwire("up", "--detach");
        assertThat(again.words()).contains("not all of it is ready");
        assertThat(again.status()).isEqualTo(2);
    }
}
