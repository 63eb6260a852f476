package io.deskwire.common.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.relay.OutboxDatabase;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.TestServers;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class CommitWritesIT {
    private static final String INSERT = "INSERT INTO notes SELECT * FROM unnest(?::int[], ?::text[])";
    private static final String ELSEWHERE = "INSERT INTO other_notes SELECT * FROM unnest(?::int[], ?::text[])";

    private static final String UPDATE = "UPDATE notes SET text = ? WHERE id = ?::int";

    private static OutboxDatabase database;
    private static DataSource source;

    private final JdbcClient jdbc = JdbcClient.create(source);
    private final TenantTransactions manager = new TenantTransactions(source);
    private final TransactionTemplate transaction = new TransactionTemplate(manager);
    private final TransactionTemplate nested = new TransactionTemplate(manager);
    private final TransactionTemplate apart = new TransactionTemplate(manager);

    CommitWritesIT() {
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @BeforeAll
    static void create() {
        database = new OutboxDatabase(TestServers.database("tickets"));
        source = database.database.dataSource(Role.OWNER);
        JdbcClient.create(source)
                .sql("CREATE TABLE notes (id int PRIMARY KEY, text text)")
                .update();
        JdbcClient.create(source)
                .sql("CREATE TABLE other_notes (id int, text text)")
                .update();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void clear() {
        jdbc.sql("TRUNCATE notes, other_notes").update();
    }

    @Test
    void rowsComeWithTheCommitAndNotBefore() {
        transaction.executeWithoutResult(_ -> {
            CommitWrites.add(INSERT, 1, "one");
            CommitWrites.add(ELSEWHERE, 7, null);
            CommitWrites.add(INSERT, 2, "a 'quoted' {one}, \"two\"");
            assertThat(notes()).isEmpty();
        });

        assertThat(notes()).containsExactly("1 one", "2 a 'quoted' {one}, \"two\"");
        assertThat(jdbc.sql("SELECT count(*) FROM other_notes WHERE text IS NULL")
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    @Test
    void statementsOfTheirOwnRunInTheirTurn() {
        jdbc.sql("INSERT INTO notes VALUES (1, 'before'), (2, 'before')").update();

        transaction.executeWithoutResult(_ -> {
            CommitWrites.run(UPDATE, "after", 1);
            CommitWrites.add(INSERT, 3, "new");
            CommitWrites.run(UPDATE, null, 2);
            CommitWrites.run(UPDATE, "newer", 3);
            assertThat(notes()).containsExactly("1 before", "2 before");
        });

        assertThat(jdbc.sql("SELECT id || ' ' || coalesce(text, '-') FROM notes ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("1 after", "2 -", "3 newer");
    }

    @Test
    void nothingComesOfATransactionThatIsUndone() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> {
                    CommitWrites.add(INSERT, 1, "one");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        transaction.executeWithoutResult(status -> {
            CommitWrites.add(INSERT, 2, "two");
            status.setRollbackOnly();
        });

        assertThat(notes()).isEmpty();
    }

    /// Also where the savepoint was set before anything was added.
    @Test
    void whatASavepointUndoesIsForgotten() {
        transaction.executeWithoutResult(_ -> {
            undone(() -> CommitWrites.add(INSERT, 1, "undone"));
            nested.executeWithoutResult(_ -> CommitWrites.add(INSERT, 2, "kept"));
            undone(() -> CommitWrites.add(INSERT, 3, "undone"));
            CommitWrites.add(INSERT, 4, "kept");
        });

        assertThat(notes()).containsExactly("2 kept", "4 kept");
    }

    private void undone(Runnable work) {
        assertThatThrownBy(() -> nested.executeWithoutResult(_ -> {
                    work.run();
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
    }

    /// A refused row takes with it what was written before.
    @Test
    void aRefusedRowUndoesTheTransaction() {
        jdbc.sql("INSERT INTO notes VALUES (1, 'before')").update();

        assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> {
                    jdbc.sql("INSERT INTO notes VALUES (2, 'lost')").update();
                    CommitWrites.add(ELSEWHERE, 1, "lost");
                    CommitWrites.add(INSERT, 1, "twice");
                }))
                .isInstanceOf(DataIntegrityViolationException.class);

        assertThat(notes()).containsExactly("1 before");
        assertThat(jdbc.sql("SELECT count(*) FROM other_notes")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void anInnerTransactionHasRowsOfItsOwn() {
        transaction.executeWithoutResult(outer -> {
            CommitWrites.add(INSERT, 1, "outer");
            apart.executeWithoutResult(_ -> CommitWrites.add(INSERT, 2, "inner"));
            assertThat(notes()).containsExactly("2 inner");
            outer.setRollbackOnly();
        });

        assertThat(notes()).containsExactly("2 inner");
    }

    @Test
    void needsATransaction() {
        assertThatThrownBy(() -> CommitWrites.add(INSERT, 1, "one")).isInstanceOf(IllegalStateException.class);
    }

    private List<String> notes() {
        return jdbc.sql("SELECT id || ' ' || text FROM notes ORDER BY id")
                .query(String.class)
                .list();
    }
}
