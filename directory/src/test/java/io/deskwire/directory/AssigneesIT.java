package io.deskwire.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.directory.Directory.Bearer;
import io.deskwire.testsupport.event.PeopleEvents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

@DirectoryTest
class AssigneesIT {
    @Autowired
    Assignees assignees;

    @Autowired
    Directory directory;

    @Autowired
    SystemAccess system;

    @Autowired
    TransactionTemplate transaction;

    final PeopleEvents events = PeopleEvents.of(UUID.randomUUID());
    final AtomicInteger attempts = new AtomicInteger();

    @Test
    void admitsMembersAndServiceUsersThatMayReadTickets() {
        var agent = events.member("agent");
        var serviceUser = UUID.randomUUID();
        events.serviceUser("service_user.created", serviceUser, "active", 1, "tickets.read");
        awaitKnown(agent);
        awaitKnown(serviceUser);
        assign(agent);
        assign(serviceUser);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void refusesAtOnceSomebodyWhoIsKnownAndMayNot() {
        var client = events.member("client");
        var left = events.member("agent");
        events.member("member.deleted", left, "agent", null, 2);
        awaitKnown(client);
        await().atMost(DirectoryIT.LONG)
                .until(() -> standing(events.tenant(), left)
                        .filter(standing -> !standing.present())
                        .isPresent());
        assertRefused(client);
        assertRefused(left);
        assertThat(attempts).hasValue(2);
    }

    /// Before it is heard of: the attempt is undone, and made again when the event comes.
    @Test
    void waitsForSomebodyWhoIsOnTheWay() throws Exception {
        var agent = UUID.randomUUID();
        var tried = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var assigned = threads.submit(() -> DirectoryIT.as(
                    events.tenant(),
                    () -> assignees.awaiting(() -> transaction.execute(_ -> {
                        attempts.incrementAndGet();
                        tried.countDown();
                        assignees.check("assignee_id", events.tenant(), agent);
                        return true;
                    }))));
            assertThat(tried.await(10, TimeUnit.SECONDS)).isTrue();
            events.member("member.created", agent, "agent", null, 1);
            assertThat(assigned.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(attempts).hasValueGreaterThan(1);
    }

    /// One of another tenant and an invented one: the same words after the same time.
    @Test
    void refusesSomebodyOfAnotherTenantAsItRefusesNobody() throws Exception {
        var other = PeopleEvents.of(UUID.randomUUID());
        var stranger = other.member("agent");
        await().atMost(DirectoryIT.LONG)
                .until(() -> standing(other.tenant(), stranger).isPresent());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waited = Stream.of(stranger, UUID.randomUUID())
                    .map(user -> threads.submit(() -> timeOf(() -> assertRefused(user))))
                    .toList();
            for (var each : waited) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(DirectoryTest.PATIENCE);
            }
        }
    }

    private static Duration timeOf(Runnable work) {
        var begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Test
    void makesOneAttemptInsideATransaction() {
        assertThatThrownBy(() -> DirectoryIT.as(
                        events.tenant(),
                        () -> transaction.execute(_ -> assignees.awaiting(() -> {
                            attempts.incrementAndGet();
                            assignees.check("assignee_id", events.tenant(), UUID.randomUUID());
                            return true;
                        }))))
                .isInstanceOf(Malformed.class);
        assertThat(attempts).hasValue(1);
    }

    private void assertRefused(UUID user) {
        assertThatThrownBy(() -> assign(user))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.details())
                                .asString()
                                .contains("assignee_id")
                                .contains(user + " is no member of this tenant who may read tickets"));
    }

    private void assign(UUID user) {
        DirectoryIT.as(
                events.tenant(),
                () -> assignees.awaiting(() -> transaction.execute(_ -> {
                    attempts.incrementAndGet();
                    assignees.check("assignee_id", events.tenant(), user);
                    return true;
                })));
    }

    private void awaitKnown(UUID user) {
        await().atMost(DirectoryIT.LONG)
                .until(() -> standing(events.tenant(), user).isPresent());
    }

    private Optional<Standing> standing(UUID tenant, UUID user) {
        var bearer = new Bearer(tenant, user);
        return Optional.ofNullable(
                system.call("test", () -> directory.standings(List.of(bearer))).get(bearer));
    }
}
