package io.deskwire.benchmarks.counter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendTitleTests {
    @ParameterizedTest
    @CsvSource({
        "postgres: automation_app automation 127.0.0.1(40000) idle, pg automation",
        "postgres: tickets_app tickets 127.0.0.1(40000) INSERT waiting, pg tickets",
        "postgres: tickets_cdc tickets ::1(40001), pg tickets",
        "postgres: walsender tickets_cdc tickets 127.0.0.1(40002) START_REPLICATION, pg senders",
        "postgres: walsender auth_cdc 127.0.0.1(40003) streaming 0/1A2B3C, pg senders",
        "postgres: checkpointer, pg other",
        "postgres: background writer, pg other",
        "postgres: io worker 0, pg other",
        "postgres: autovacuum launcher, pg autovacuum",
        "postgres: autovacuum worker, pg autovacuum",
        "postgres: autovacuum worker tickets, pg autovacuum",
        "postgres: parallel worker for PID 4711, pg other",
        "postgres: logical replication launcher, pg other",
        "/opt/bin/postgres -D /data -p 5432, pg other",
        "'', pg other"
    })
    void tellsWhatAProcessWorksFor(String title, String part) {
        assertThat(BackendTitle.part(title, "postgres")).isEqualTo(part);
    }

    @ParameterizedTest
    @CsvSource({
        "postgres: postgres tickets 127.0.0.1(40000) SELECT",
        "postgres: postgres deskwire_cost 127.0.0.1(40000) idle"
    })
    void knowsTheBenchmarksOwn(String title) {
        assertThat(BackendTitle.part(title, "postgres")).isEqualTo(BackendTitle.OWN);
    }
}
