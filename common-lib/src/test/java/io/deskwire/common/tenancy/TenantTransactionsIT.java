package io.deskwire.common.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Caller.Credential;
import io.deskwire.common.identity.Caller.Kind;
import io.deskwire.common.identity.CurrentCaller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.relay.OutboxDatabase;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class TenantTransactionsIT {
    private static final TenantId TENANT = new TenantId(UUID.randomUUID());
    private static final UserId USER = new UserId(UUID.randomUUID());

    private static OutboxDatabase outbox;
    private static SingleConnectionDataSource connection;

    @BeforeAll
    static void connect() throws Exception {
        outbox = new OutboxDatabase(TestServers.database("tickets"));
        connection = new SingleConnectionDataSource(
                outbox.database.dataSource(Role.APP).getConnection(), true);
    }

    @AfterAll
    static void close() {
        connection.destroy();
        outbox.close();
    }

    /// What policies know of the caller.
    private record Seen(@Nullable UUID tenant, @Nullable UUID user, boolean reads, boolean writes, boolean half) {}

    private static final Seen NOTHING = new Seen(null, null, false, false, false);

    private final DataSource source = new DelegatingDataSource(connection) {
        @Override
        public Connection getConnection() throws SQLException {
            return ClaimedConnection.of(super.getConnection());
        }
    };
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final TenantTransactions manager = new TenantTransactions(source);
    private final TransactionTemplate transactions = new TransactionTemplate(manager);

    @Test
    void policiesReadTheSettingsAsTheyWouldReadTheClaims() {
        for (var caller : new Caller[] {
            caller(Kind.USER, TENANT, "tickets.read", "tickets.write"),
            caller(Kind.AGENT, TENANT, "tickets.read"),
            caller(Kind.SERVICE_USER, TENANT),
            caller(Kind.USER, null, "tickets.read")
        }) {
            assertThat(CurrentCaller.call(caller, this::seen))
                    .isEqualTo(seenByClaims(caller))
                    .isEqualTo(new Seen(
                            caller.tenant() == null ? null : TENANT.value(),
                            USER.value(),
                            caller.permissions().contains("tickets.read"),
                            caller.permissions().contains("tickets.write"),
                            false));
        }
    }

    /// It may do everything, but no policy says so: its claims name no permission.
    @Test
    void theSecretKeyHasNoPermissionsForPolicies() {
        var key = caller(Kind.SYSTEM, TENANT, "tickets.read");
        var claims = "{\"sub\":\"%s\",\"tenant_id\":\"%s\"}".formatted(USER, TENANT);
        var bearer = new Caller(
                key.kind(), USER, TENANT, null, key.permissions(), key.credential(), false, claims, "import");

        assertThat(CurrentCaller.call(bearer, this::seen))
                .isEqualTo(new Seen(TENANT.value(), USER.value(), false, false, false));
    }

    @Test
    void theNextTransactionOfTheConnectionKnowsNothingOfTheLast() {
        var caller = caller(Kind.USER, TENANT, "tickets.read");

        CurrentCaller.call(caller, this::seen);
        assertThat(seen()).isEqualTo(NOTHING);

        CurrentCaller.call(
                caller,
                () -> transactions.execute(status -> {
                    status.setRollbackOnly();
                    return look();
                }));
        assertThat(seen()).isEqualTo(NOTHING);
    }

    @Test
    void whoActsAsAnotherIsItselfAgainAfterwards() {
        var member = caller(Kind.USER, TENANT, "tickets.read");
        var stranger = caller(Kind.USER, null);

        var before = CurrentCaller.call(
                stranger,
                () -> transactions.execute(_ -> {
                    assertThat(manager.callAs(member, this::look).reads()).isTrue();
                    return look();
                }));

        assertThat(before).isEqualTo(new Seen(null, USER.value(), false, false, false));
    }

    /// By the claims under which it was added, though it is written later.
    @Test
    void aRowForTheCommitIsAllowedToWhoAddedIt() {
        var owner = JdbcClient.create(outbox.database.dataSource(Role.OWNER));
        owner.sql("CREATE TABLE own_notes (tenant uuid)").update();
        owner.sql("ALTER TABLE own_notes ENABLE ROW LEVEL SECURITY").update();
        owner.sql("CREATE POLICY own ON own_notes USING (tenant = (SELECT app.tenant_id()))")
                .update();
        owner.sql("GRANT ALL ON own_notes TO " + outbox.database.user(Role.APP)).update();
        var insert = "INSERT INTO own_notes SELECT * FROM unnest(?::uuid[])";
        var member = caller(Kind.USER, TENANT, "tickets.read");
        var stranger = caller(Kind.USER, null);

        CurrentCaller.call(
                stranger,
                () -> transactions.execute(_ -> manager.callAs(member, () -> {
                    CommitWrites.add(insert, TENANT);
                    return true;
                })));

        List<UUID> notes =
                owner.sql("SELECT tenant FROM own_notes").query(UUID.class).list();
        assertThat(notes).containsExactly(TENANT.value());
        assertThatThrownBy(() -> CurrentCaller.call(
                        stranger,
                        () -> transactions.execute(_ -> {
                            CommitWrites.add(insert, TENANT);
                            return manager.callAs(member, () -> true);
                        })))
                .isInstanceOf(DataAccessException.class);
    }

    /// Whatever its form, it has its own parameters and its own result.
    @Test
    void theFirstStatementTakesTheClaimsAlong() {
        var caller = caller(Kind.USER, TENANT, "tickets.read");
        var owner = JdbcClient.create(outbox.database.dataSource(Role.OWNER));
        owner.sql("CREATE TABLE notes (tenant uuid, text text)").update();
        owner.sql("GRANT ALL ON notes TO " + outbox.database.user(Role.APP)).update();

        int inserted = CurrentCaller.call(
                caller,
                () -> transactions.execute(_ -> jdbc.sql("INSERT INTO notes VALUES (app.tenant_id(), :a), (NULL, :b)")
                        .param("a", "one")
                        .param("b", null)
                        .update()));
        List<String> updated = CurrentCaller.call(
                caller,
                () -> transactions.execute(_ -> jdbc.sql(
                                "UPDATE notes SET text = text || :more WHERE tenant = app.tenant_id() RETURNING text")
                        .param("more", "!")
                        .query(String.class)
                        .list()));

        assertThat(inserted).isEqualTo(2);
        assertThat(updated).containsExactly("one!");
    }

    /// What a savepoint undoes are also settings made after it.
    @Test
    void claimsOutliveASavepointThatCameBeforeTheFirstStatement() {
        var caller = caller(Kind.USER, TENANT, "tickets.read");

        var seen = CurrentCaller.call(
                caller,
                () -> transactions.execute(status -> {
                    var savepoint = status.createSavepoint();
                    assertThat(look().tenant()).isEqualTo(TENANT.value());
                    status.rollbackToSavepoint(savepoint);
                    return look();
                }));

        assertThat(seen.tenant()).isEqualTo(TENANT.value());
        assertThat(seen()).isEqualTo(NOTHING);
    }

    @Test
    void aFirstStatementThatFailsIsToldAsAnyOther() {
        var caller = caller(Kind.USER, TENANT, "tickets.read");

        assertThatThrownBy(() -> CurrentCaller.call(
                        caller,
                        () -> transactions.execute(_ -> jdbc.sql("SELECT 1 / :zero")
                                .param("zero", 0)
                                .query(Integer.class)
                                .single())))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThat(CurrentCaller.call(caller, this::seen).reads()).isTrue();
    }

    private Seen seen() {
        return in(this::look);
    }

    private Seen in(Supplier<Seen> work) {
        return Objects.requireNonNull(transactions.execute(_ -> work.get()));
    }

    private Seen look() {
        return jdbc.sql("""
                        SELECT app.tenant_id() AS tenant, app.user_id() AS me, app.has_permission('tickets.read') AS reads,
                               app.has_permission('tickets.write') AS writes, app.has_permission('tickets') AS half
                        """)
                .query((row, _) -> new Seen(
                        row.getObject("tenant", UUID.class),
                        row.getObject("me", UUID.class),
                        row.getBoolean("reads"),
                        row.getBoolean("writes"),
                        row.getBoolean("half")))
                .single();
    }

    /// As a node of an earlier version sets them.
    private Seen seenByClaims(Caller caller) {
        return in(() -> {
            jdbc.sql("SELECT set_config('request.jwt.claims', :claims, true)")
                    .param("claims", caller.claims())
                    .query(String.class)
                    .single();
            return look();
        });
    }

    private static Caller caller(Kind kind, @Nullable TenantId tenant, String... permissions) {
        var keys = new TreeSet<>(Set.of(permissions));
        var claims = "{\"sub\":\"%s\",%s\"permissions\":[%s]}"
                .formatted(
                        USER,
                        tenant == null ? "" : "\"tenant_id\":\"%s\",".formatted(tenant),
                        keys.stream().map("\"%s\""::formatted).collect(Collectors.joining(",")));
        return new Caller(
                kind,
                USER,
                tenant,
                null,
                keys,
                new Credential(null, Instant.EPOCH, Instant.MAX, null),
                false,
                claims,
                null);
    }
}
