package io.deskwire.benchmarks.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a `/proc` of files.
class BackendsTests {
    private static final String TICKETS = "postgres: tickets_app tickets 127.0.0.1(40000) idle";
    private static final String AUTH = "postgres: auth_app auth 127.0.0.1(40001) idle";

    @TempDir
    Path proc;

    private Backends backends;

    @BeforeEach
    void aServerWithTwoSessions() throws IOException {
        server(5, 1_000, 11, 12);
        process(11, TICKETS, 100);
        process(12, AUTH, 50);
        backends = new Backends(proc, 10, "postgres");
        backends.look();
    }

    @Test
    void addsUpByWhatTheyWorkFor() throws IOException {
        server(5, 1_000, 11, 12, 13);
        process(13, TICKETS, 7);

        assertThat(backends.ticks())
                .containsEntry("pg tickets", 107L)
                .containsEntry("pg auth", 50L)
                .containsEntry("pg other", 5L);
    }

    @Test
    void keepsWhatASessionUsedThatHasEnded() throws IOException {
        process(11, TICKETS, 130);
        backends.look();
        server(5, 1_130, 12);

        assertThat(backends.ticks()).containsEntry("pg tickets", 130L).containsEntry("pg other", 5L);
    }

    @Test
    void whatWasUsedAfterTheLastLookIsNotLost() throws IOException {
        server(5, 1_142, 12); // 42 more than the look had seen

        assertThat(backends.ticks()).containsEntry("pg tickets", 100L).containsEntry("pg other", 5L + 42);
    }

    @Test
    void oneThatCameAndWentBetweenTwoLooksIsNotLost() throws IOException {
        server(5, 1_009, 11, 12);

        assertThat(backends.ticks()).containsEntry("pg other", 5L + 9);
    }

    @Test
    void oneThatHasEndedAndWasNotWaitedForKeepsItsPart() throws IOException {
        process(11, "", 131);

        assertThat(backends.ticks()).containsEntry("pg tickets", 131L);
    }

    @Test
    void anotherProcessWithTheSameNumberIsAnother() throws IOException {
        server(5, 1_100, 11, 12);
        process(11, AUTH, 3, 4_711);

        assertThat(backends.ticks()).containsEntry("pg tickets", 100L).containsEntry("pg auth", 53L);
    }

    @Test
    void theBenchmarksOwnSessionsDoNotCount() throws IOException {
        server(5, 1_000, 11, 12, 14);
        process(14, "postgres: postgres tickets 127.0.0.1(40002) SELECT", 900);

        assertThat(backends.ticks()).containsOnlyKeys("pg tickets", "pg auth", "pg other");
    }

    private void server(long ticks, long endedTicks, int... children) throws IOException {
        write(10, "/opt/bin/postgres\0-D\0/data\0", ticks, endedTicks, 1);
        var task = Files.createDirectories(proc.resolve("10/task/10"));
        var names = Arrays.stream(children).mapToObj(String::valueOf).toList();
        Files.writeString(task.resolve("children"), String.join(" ", names) + " ");
    }

    private void process(int pid, String title, long ticks) throws IOException {
        process(pid, title, ticks, 100 + pid);
    }

    private void process(int pid, String title, long ticks, long started) throws IOException {
        write(pid, title + "\0\0\0", ticks, 0, started);
    }

    private void write(int pid, String commandLine, long ticks, long childTicks, long started) throws IOException {
        var directory = Files.createDirectories(proc.resolve(String.valueOf(pid)));
        Files.writeString(directory.resolve("cmdline"), commandLine);
        Files.write(
                directory.resolve("stat"),
                List.of("%d (postgres) S 1 1 1 0 -1 64 1 1 0 0 %d 0 %d 0 20 0 1 0 %d 0 0"
                        .formatted(pid, ticks, childTicks, started)));
    }
}
