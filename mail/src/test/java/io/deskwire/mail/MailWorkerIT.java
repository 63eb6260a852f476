package io.deskwire.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Mailbox;
import io.deskwire.testsupport.MutableClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@NotesTest
class MailWorkerIT {
    @Autowired
    MailQueue queue;

    @Autowired
    MailHealth health;

    @Autowired
    MailSweep sweep;

    @Autowired
    MailRepository mails;

    @Autowired
    MutableClock clock;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    HealthContributorRegistry contributors;

    @Autowired
    MeterRegistry meters;

    String address;

    @BeforeEach
    void choose() {
        address = "worker-" + UUID.randomUUID() + "@example.com";
    }

    private void enqueue(String to) {
        system.run(
                "test",
                () -> queue.enqueue(Note.WELCOME.to(to, Map.of("link", "https://x/secret", "token", "123456"))));
    }

    private String stored(String column) {
        return system.call(
                "test",
                () -> String.valueOf(jdbc.sql("SELECT " + column + "::text AS c FROM mails WHERE recipient = :to")
                        .param("to", address)
                        .query((row, _) -> String.valueOf(row.getString("c")))
                        .single()));
    }

    @Test
    void sendsInBothFormsAndForgetsTheValues() {
        enqueue(address);

        var mail = Mailbox.to(address, "Welcome");
        assertThat(mail.text()).contains("https://x/secret", "123456");
        assertThat(mail.html()).contains("https://x/secret", "<strong", "</html>");
        await().until(() -> !stored("sent_at").equals("null"));
        assertThat(stored("values")).isEqualTo("{}");
        await().until(() -> meters.get("deskwire.mail")
                        .tags("kind", "welcome", "result", "sent")
                        .counter()
                        .count()
                > 0);
    }

    /// Spring Boot's own would ask the server at each look.
    @Test
    void isTheOnlyHealthOfMail() {
        assertThat(contributors.getContributor("mail")).isSameAs(health);
    }

    @Test
    void sendsNothingOfWhatIsRolledBack() {
        try {
            system.run("test", () -> {
                queue.enqueue(Note.WELCOME.to(address, Map.of()));
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("rolled back");
        }
        enqueue("after-" + address);

        Mailbox.to("after-" + address, "Welcome");
        assertThat(Mailbox.all(address)).isEmpty();
    }

    @Test
    void losesNothingWhileTheServerIsDownAndShowsIt() {
        Mailbox.close();
        try {
            enqueue(address);
            await().until(() -> stored("last_error").contains("onnect"));
            clock.advance(Duration.ofMinutes(3));
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.health().getDetails().get("last_error").toString())
                    .doesNotContain("secret");
        } finally {
            Mailbox.open();
        }
        clock.advance(Duration.ofMinutes(5));

        Mailbox.to(address, "Welcome");
        await().until(() -> health.health().getStatus().equals(Status.UP));
    }

    @Test
    void givesUpAnAddressThatIsNone() {
        address = "not an address " + UUID.randomUUID();
        enqueue(address);

        await().until(() -> stored("last_error").contains("AddressException"));
        await().until(() -> stored("next_try_at").equals("null"));
        assertThat(stored("values")).isEqualTo("{}");
    }

    /// The role that serves requests may add to the queue, and no more.
    @Test
    void takesWhatARequestQueuesAndShowsItNothing() {
        transactions.executeWithoutResult(_ -> queue.enqueue(Note.WELCOME.to(address, Map.of("name", "Ada"))));

        assertThat(Mailbox.to(address, "Welcome to , Ada").text()).startsWith("Dear Ada");
        assertThatThrownBy(() -> jdbc.sql("SELECT id FROM mails").query().listOfRows())
                .rootCause()
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> queue.enqueue(Note.WELCOME.to(address, Map.of())))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    /// As where no server is configured.
    @Test
    void emptiesWhatWasNeverTried() {
        system.run(
                "test",
                () -> jdbc.sql("""
                        INSERT INTO mails (id, kind, recipient, values, next_try_at, created_at)
                        VALUES (gen_random_uuid(), 'welcome', :to, '{"link": "https://x/secret"}', :later, :old)
                        """)
                        .param("to", address)
                        .param("later", Row.at(clock.instant().plus(Duration.ofDays(1000))))
                        .param("old", Row.at(clock.instant().minus(Duration.ofHours(25))))
                        .update());

        sweep.sweep();

        assertThat(stored("values")).isEqualTo("{}");
        assertThat(stored("next_try_at")).isEqualTo("null");
        assertThat(stored("last_error")).contains("never tried");
    }

    /// Two nodes never hold the same mail.
    @Test
    void isClaimedByOneOfManyAtATime() throws Exception {
        var now = clock.instant().minus(Duration.ofDays(100));
        system.run(
                "test",
                () -> IntStream.range(0, 20)
                        .forEach(i -> jdbc.sql(
                                        "INSERT INTO mails (id, kind, recipient, values, next_try_at, created_at) "
                                                + "VALUES (gen_random_uuid(), 'welcome', :to, '{}', '1970-01-01', now())")
                                .param("to", "claimed-" + i + "-" + address)
                                .update()));
        Callable<List<UUID>> claim = () -> system.call(
                "test",
                () -> mails.claim(now, now.plus(Duration.ofDays(365_000)), 5).stream()
                        .map(MailRepository.Claim::id)
                        .toList());
        var claimed = new ArrayList<UUID>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var node : threads.invokeAll(Collections.nCopies(8, claim))) {
                claimed.addAll(node.get());
            }
        }

        assertThat(claimed).isNotEmpty().doesNotHaveDuplicates();
        system.run(
                "test",
                () -> jdbc.sql("DELETE FROM mails WHERE recipient LIKE 'claimed-%'")
                        .update());
    }
}
