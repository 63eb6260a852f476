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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@DirectoryTest
class DirectoryIT {
    static final Duration LONG = Duration.ofSeconds(30);

    @Autowired
    Directory directory;

    @Autowired
    SystemAccess system;

    @Autowired
    DataSource database;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    final PeopleEvents events = PeopleEvents.of(UUID.randomUUID());
    final UUID person = UUID.randomUUID();

    @Test
    void knowsWhatAMemberMayByRoleAndDepartment() {
        var department = UUID.randomUUID();
        events.member("member.created", person, "va", null, 1);
        awaitMay(Set.of(
                "tenant.read", "tickets.read", "tickets.write", "jobs.read", "jobs.write", "order_tracking.read"));

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
    }

    @Test
    void knowsWhatAServiceUserMayAndThatItIsSuspended() {
        events.serviceUser("service_user.created", person, "active", 1, "tickets.read", "webhooks.manage");
        awaitMay(Set.of("tickets.read", "webhooks.manage"));
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
        assertThat(find(person).orElseThrow().changedAt()).isEqualTo(joined);
    }

    /// As after a restore: the tables are emptied, then auth-service tells each row again in its present version
    /// (`app.tell_people_again()`; what that tells: `PeopleToldAgainIT`).
    @Test
    void isAsItWasOnceEverybodyIsToldAgain() {
        var department = UUID.randomUUID();
        var robot = UUID.randomUUID();
        var suspended = UUID.randomUUID();
        var team = UUID.randomUUID();
        var admin = events.member("admin");
        var left = events.member("agent");
        events.role("va", 2, "tenant.read");
        events.role("va", 3, "tickets.read");
        events.departmentRole("department_role.created", department, 1, "jobs.read");
        events.departmentRole("department_role.updated", department, 2, "webhooks.manage");
        events.member("member.created", person, "client", null, 1);
        events.member("member.updated", person, "va", department, 2);
        events.member("member.deleted", left, "agent", null, 2);
        events.serviceUser("service_user.created", robot, "active", 1, "jobs.read");
        events.serviceUser("service_user.updated", robot, "active", 2, "jobs.write");
        events.serviceUser("service_user.created", suspended, "active", 1, "jobs.read");
        events.serviceUser("service_user.updated", suspended, "suspended", 2, "jobs.read");
        events.team("team.created", team, 1, admin, person, robot, suspended);
        var everybody = List.of(admin, person, left, robot, suspended);
        await().atMost(LONG)
                .until(() -> inTeam(team).equals(Set.of(admin, person, robot))
                        && find(left).filter(standing -> !standing.present()).isPresent());
        var before = known(everybody);
        assertThat(before.get(person)).containsExactlyInAnyOrder("tickets.read", "webhooks.manage", team.toString());

        asSystem(() -> {
            for (var table : List.of("members_seen", "roles_seen", "department_roles_seen", "service_users_seen")) {
                jdbc.sql("DELETE FROM " + table + " WHERE tenant_id = :tenant")
                        .param("tenant", events.tenant())
                        .update();
            }
            return true;
        });
        assertThat(everybody.stream().map(this::find)).allMatch(Optional::isEmpty);

        events.role("va", 3, "tickets.read");
        events.departmentRole("department_role.updated", department, 2, "webhooks.manage");
        events.member("member.updated", admin, "admin", null, 1);
        events.member("member.updated", person, "va", department, 2);
        events.serviceUser("service_user.updated", robot, "active", 2, "jobs.write");
        events.serviceUser("service_user.updated", suspended, "suspended", 2, "jobs.read");
        await().atMost(LONG).untilAsserted(() -> assertThat(known(everybody)).isEqualTo(before));
        assertThat(inTeam(team)).containsExactlyInAnyOrder(admin, person, robot);
    }

    /// What each may do, and the teams that each is in.
    private Map<UUID, Set<String>> known(List<UUID> people) {
        return people.stream()
                .collect(Collectors.toMap(
                        user -> user,
                        user -> Stream.concat(
                                        find(user).stream().flatMap(standing -> standing.permissions().stream()),
                                        teams(user).stream().map(UUID::toString))
                                .collect(Collectors.toSet())));
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
        assertThat(teams(gone)).isEmpty();
        assertThat(teams(suspended)).isEmpty();
        assertThat(teams(va)).containsExactly(team);

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
        var ownTeam = UUID.randomUUID();
        other.team("team.created", team, 1, stranger);
        events.team("team.created", ownTeam, 1, colleague);
        await().atMost(LONG)
                .until(() -> find(colleague).isPresent()
                        && inTeam(ownTeam).contains(colleague)
                        && asSystem(() -> directory.inTeams(other.tenant(), Set.of(team)))
                                .contains(stranger));

        var all = List.of(
                new Bearer(events.tenant(), colleague),
                new Bearer(other.tenant(), stranger),
                new Bearer(events.tenant(), stranger));
        as(events.tenant(), () -> {
            assertThat(standings(all)).containsOnlyKeys(all.getFirst());
            assertThat(directory.inTeams(other.tenant(), Set.of(team))).isEmpty();
            assertThat(directory.inTeams(events.tenant(), Set.of(ownTeam))).containsExactly(colleague);
            return true;
        });
        assertThat(standings(all)).as("to nobody").isEmpty();
    }

    /// What policies ask and what the directory answers is one rule: of somebody present, gone, suspended, back,
    /// and never heard of.
    @Test
    void policiesKnowTheTeamsThatTheDirectoryKnows() {
        var teams = List.of(UUID.randomUUID(), UUID.randomUUID());
        var present = events.member("agent");
        var gone = events.member("agent");
        var back = events.member("agent");
        var suspended = UUID.randomUUID();
        var unheard = UUID.randomUUID();
        var everybody = List.of(present, gone, back, suspended, unheard, UUID.randomUUID());
        events.serviceUser("service_user.created", suspended, "active", 1, "tickets.read");
        events.serviceUser("service_user.updated", suspended, "suspended", 2, "tickets.read");
        events.member("member.deleted", gone, "agent", null, 2);
        events.member("member.deleted", back, "agent", null, 2);
        events.member("member.created", back, "agent", null, 1);
        events.team("team.created", teams.getFirst(), 1, present, gone, back, suspended, unheard);
        events.team("team.created", teams.getLast(), 1, present, gone);
        await().atMost(LONG)
                .until(() -> inTeam(teams.getFirst()).equals(Set.of(present, back, unheard))
                        && inTeam(teams.getLast()).equals(Set.of(present)));

        var inJava = everybody.stream().map(this::teams).toList();
        assertThat(everybody.stream().map(this::teamsOfPolicies)).isEqualTo(inJava);
        assertThat(inJava)
                .containsExactly(
                        Set.copyOf(teams),
                        Set.of(),
                        Set.of(teams.getFirst()),
                        Set.of(),
                        Set.of(teams.getFirst()),
                        Set.of());
    }

    private Set<UUID> teamsOfPolicies(UUID user) {
        return as(
                events.tenant(),
                user,
                () -> Objects.requireNonNull(
                        transaction.execute(_ -> Set.copyOf(jdbc.sql("SELECT unnest(app.team_ids())")
                                .query(UUID.class)
                                .list()))));
    }

    /// A batch's events name the same teams again and again: one answer until its transaction ends.
    @Test
    void asksForTeamsOnceInATransaction() {
        var team = UUID.randomUUID();
        var va = events.member("va");
        events.team("team.created", team, 1, va);
        await().atMost(LONG).until(() -> inTeam(team).equals(Set.of(va)));
        asSystem(() -> {
            assertThat(directory.isInOneOf(events.tenant(), va, List.of(team))).isTrue();
            jdbc.sql("DELETE FROM team_members_seen WHERE team_id = :team")
                    .param("team", team)
                    .update();
            assertThat(directory.isInOneOf(events.tenant(), va, List.of(team)))
                    .as("as the transaction was told")
                    .isTrue();
            return true;
        });
        assertThat(inTeam(team)).isEmpty();
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

    private Optional<Standing> find(UUID user) {
        var bearer = new Bearer(events.tenant(), user);
        return Optional.ofNullable(
                asSystem(() -> directory.standings(List.of(bearer))).get(bearer));
    }

    /// As the caller of this thread.
    private Map<Bearer, Standing> standings(List<Bearer> bearers) {
        return Objects.requireNonNull(transaction.execute(_ -> directory.standings(bearers)));
    }

    private Set<UUID> inTeam(UUID team) {
        return asSystem(() -> directory.inTeams(events.tenant(), Set.of(team)));
    }

    private Set<UUID> teams(UUID user) {
        return asSystem(() -> directory.teams(events.tenant(), user));
    }

    private <T> T asSystem(Supplier<T> work) {
        return system.call("test", work);
    }

    static <T> T as(UUID tenant, Supplier<T> work) {
        return as(tenant, UUID.randomUUID(), work);
    }

    static <T> T as(UUID tenant, UUID user, Supplier<T> work) {
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
