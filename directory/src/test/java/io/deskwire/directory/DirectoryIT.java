package io.deskwire.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.CurrentCaller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.access.TenantRole;
import io.deskwire.directory.Directory.Bearer;
import io.deskwire.testsupport.database.RowLevelSecurity;
import io.deskwire.testsupport.event.PeopleEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DirectoryTest
class DirectoryIT {
    static final Duration LONG = Duration.ofSeconds(30);

    @Autowired
    Directory directory;

    @Autowired
    SystemAccess system;

    @Autowired
    DataSource database;

    final PeopleEvents events = PeopleEvents.of(UUID.randomUUID());
    final UUID person = UUID.randomUUID();

    @Test
    void knowsWhatAMemberMayByRoleAndDepartment() {
        var department = UUID.randomUUID();
        events.member("member.created", person, "va", null, 1);
        awaitMay(Set.of(
                "tenant.read", "tickets.read", "tickets.write", "jobs.read", "jobs.write", "order_tracking.read"));
        assertThat(find(person).orElseThrow().role()).isEqualTo(TenantRole.VA);
        assertThat(find(person).orElseThrow().kind()).isEqualTo(Member.Kind.MEMBER);

        events.role("va", 1, "tenant.read", "tickets.read");
        awaitMay(Set.of("tenant.read", "tickets.read"));
        events.departmentRole("department_role.created", department, 1, "webhooks.manage", "jobs.read");
        events.member("member.updated", person, "va", department, 2);
        awaitMay(Set.of("tenant.read", "tickets.read", "webhooks.manage", "jobs.read"));
        events.departmentRole("department_role.updated", department, 2, "jobs.read");
        awaitMay(Set.of("tenant.read", "tickets.read", "jobs.read"));

        events.role("admin", 1);
        events.member("member.updated", person, "admin", null, 3);
        awaitMay(Set.copyOf(
                Arrays.stream(Permission.values()).map(Permission::key).toList()));
        events.member("member.deleted", person, "admin", null, 4);
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(find(person).orElseThrow().present()).isFalse());
        assertThat(find(person).orElseThrow().permissions()).isEmpty();
        assertThat(asSystem(() -> directory.may(events.tenant(), person, Permission.TICKETS_READ)))
                .isFalse();
    }

    @Test
    void knowsWhatAServiceUserMayAndThatItIsSuspended() {
        events.serviceUser("service_user.created", person, "active", 1, "tickets.read", "webhooks.manage");
        awaitMay(Set.of("tickets.read", "webhooks.manage"));
        assertThat(find(person).orElseThrow().kind()).isEqualTo(Member.Kind.SERVICE_USER);
        events.serviceUser("service_user.updated", person, "active", 2, "webhooks.manage");
        awaitMay(Set.of("webhooks.manage"));
        events.serviceUser("service_user.updated", person, "suspended", 3, "webhooks.manage");
        await().atMost(LONG).until(() -> !find(person).orElseThrow().present());
        events.serviceUser("service_user.updated", person, "active", 4, "jobs.read");
        awaitMay(Set.of("jobs.read"));
        events.serviceUser("service_user.deleted", person, "active", 4, "jobs.read");
        await().atMost(LONG).until(() -> !find(person).orElseThrow().present());
    }

    /// What a migration tells again has the version that is known, and the time of the upgrade.
    @Test
    void takesWhatIsToldAgainAndLeavesTheTimeOfTheChange() {
        var joined = Instant.parse("2026-11-21T10:00:00Z");
        var department = UUID.randomUUID();
        events.at(joined).member("member.created", person, "va", null, 1);
        events.departmentRole("department_role.created", department, 1, "webhooks.manage");
        events.member("member.updated", person, "va", department, 1);
        await().atMost(LONG)
                .until(() -> find(person)
                        .filter(member -> member.may(Permission.WEBHOOKS_MANAGE))
                        .isPresent());
        assertThat(find(person).orElseThrow().standing().changedAt()).isEqualTo(joined);
    }

    @Test
    void knowsWhoIsInATeam() {
        var team = UUID.randomUUID();
        var va = events.member("va");
        var gone = events.member("va");
        var suspended = UUID.randomUUID();
        events.serviceUser("service_user.created", suspended, "active", 1, "tickets.read");
        events.team("team.created", team, 1, va, gone, suspended);
        await().atMost(LONG).until(() -> inTeam(team).equals(Set.of(va, gone, suspended)));

        // Membership of the tenant ends first, whatever the team still says.
        events.member("member.deleted", gone, "va", null, 2);
        events.serviceUser("service_user.updated", suspended, "suspended", 2, "tickets.read");
        await().atMost(LONG).until(() -> inTeam(team).equals(Set.of(va)));
        assertThat(find(gone).orElseThrow().teams()).isEmpty();
        assertThat(find(va).orElseThrow().teams()).containsExactly(team);

        events.team("team.updated", team, 3, va, person);
        await().atMost(LONG).until(() -> inTeam(team).equals(Set.of(va, person)));
        events.team("team.updated", team, 2, suspended);
        events.team("team.deleted", team, 3, va, person);
        await().atMost(LONG).until(() -> inTeam(team).isEmpty());
        events.team("team.updated", team, 4, va);
        var later = UUID.randomUUID();
        events.team("team.created", later, 1, va);
        await().atMost(LONG).until(() -> inTeam(later).equals(Set.of(va)));
        assertThat(inTeam(team)).isEmpty();
        assertThat(asSystem(() -> directory.isInOneOf(events.tenant(), va, List.of(team))))
                .isFalse();
        assertThat(asSystem(() -> directory.isInOneOf(events.tenant(), va, List.of(team, later))))
                .isTrue();
    }

    @Test
    void tellsACallerOfItsOwnTenantAlone() {
        var other = PeopleEvents.of(UUID.randomUUID());
        var stranger = other.member("agent");
        var colleague = events.member("agent");
        var team = UUID.randomUUID();
        other.team("team.created", team, 1, stranger);
        await().atMost(LONG)
                .until(() -> find(colleague).isPresent()
                        && asSystem(() -> directory.find(other.tenant(), stranger))
                                .isPresent()
                        && asSystem(() -> directory.inTeam(other.tenant(), team))
                                .contains(stranger));

        as(events.tenant(), () -> {
            assertThat(directory.find(events.tenant(), colleague)).isPresent();
            assertThat(directory.may(events.tenant(), colleague, Permission.TICKETS_READ))
                    .isTrue();
            assertThat(directory.find(other.tenant(), stranger)).isEmpty();
            assertThat(directory.find(events.tenant(), stranger)).isEmpty();
            assertThat(directory.inTeam(other.tenant(), team)).isEmpty();
            return true;
        });
        assertThat(directory.find(events.tenant(), colleague)).as("to nobody").isEmpty();
    }

    @Test
    void findsMembersByRoleAndByName() {
        var admin = events.member("admin");
        var agent = events.member("agent");
        var client = events.member("client");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(asSystem(() -> directory
                                .members(events.tenant(), List.of("admin"), List.of(client))
                                .keySet()))
                        .containsExactlyInAnyOrder(admin, client));
        assertThat(asSystem(() -> directory.members(events.tenant(), List.of(), List.of(UUID.randomUUID()))))
                .isEmpty();
        assertThat(find(agent)).isPresent();
    }

    @Test
    void coversEveryTenantTable() {
        assertThat(RowLevelSecurity.findings(database, Set.of())).isEmpty();
    }

    private Optional<Member> find(UUID user) {
        return asSystem(() -> directory.find(events.tenant(), user));
    }

    private Set<UUID> inTeam(UUID team) {
        return asSystem(() -> directory.inTeam(events.tenant(), team));
    }

    private <T> T asSystem(Supplier<T> work) {
        return system.call("test", work);
    }

    static <T> T as(UUID tenant, Supplier<T> work) {
        var user = UUID.randomUUID();
        var claims = "{\"sub\":\"%s\",\"tenant_id\":\"%s\"}".formatted(user, tenant);
        return CurrentCaller.call(
                new Caller(
                        Caller.Kind.USER,
                        new UserId(user),
                        new TenantId(tenant),
                        TenantRole.AGENT,
                        Set.of(),
                        new Caller.Credential(null, Instant.EPOCH, Instant.MAX, null),
                        false,
                        claims,
                        null),
                work::get);
    }

    private void awaitMay(Set<String> permissions) {
        var bearer = new Bearer(events.tenant(), person);
        await().atMost(LONG).untilAsserted(() -> {
            var standing = asSystem(() -> directory.standings(List.of(bearer))).get(bearer);
            assertThat(standing).isNotNull();
            assertThat(standing.permissions()).isEqualTo(permissions);
        });
    }
}
