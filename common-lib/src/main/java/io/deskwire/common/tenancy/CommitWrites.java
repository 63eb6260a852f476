package io.deskwire.common.tenancy;

import io.deskwire.common.sql.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// What nobody reads back within its transaction: written together with the COMMIT, in the same round trip.
///
/// What a savepoint undoes is forgotten. What the database refuses fails the commit, and with it everything. How many
/// rows a statement changed nobody is told: that it changes the right one must be known before, as of a row that this
/// transaction has locked.
public final class CommitWrites implements TransactionSynchronization {
    private final List<Write> writes = new ArrayList<>();
    private final Map<Object, Integer> savepoints = new HashMap<>();

    private CommitWrites() {}

    /// @param together with the other rows of the same statement
    private record Write(
            String statement, boolean together, @Nullable String[] row) {}

    /// A row to insert in the present transaction, after what was added before.
    ///
    /// @param statement takes each column as an array of text, in this order; one statement inserts all its rows
    /// @param row written as the text that PostgreSQL reads the column's type from
    /// @throws IllegalStateException outside a transaction
    public static void add(String statement, @Nullable Object... row) {
        ofThisTransaction().writes.add(new Write(statement, true, texts(row)));
    }

    /// A statement of its own, such as an update.
    ///
    /// @param statement takes each parameter as text and names its type: `?::uuid`
    /// @throws IllegalStateException outside a transaction
    public static void run(String statement, @Nullable Object... parameters) {
        ofThisTransaction().writes.add(new Write(statement, false, texts(parameters)));
    }

    private static @Nullable String[] texts(@Nullable Object[] values) {
        var texts = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = values[i] == null ? null : values[i].toString();
        }
        return texts;
    }

    private static CommitWrites ofThisTransaction() {
        var known = known();
        if (known != null) {
            return known;
        }
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("what is written with a commit needs a transaction");
        }
        var fresh = new CommitWrites();
        TransactionSynchronizationManager.registerSynchronization(fresh);
        return fresh;
    }

    /// Null where the present transaction has none.
    static @Nullable CommitWrites known() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return null;
        }
        for (var synchronization : TransactionSynchronizationManager.getSynchronizations()) {
            if (synchronization instanceof CommitWrites writes) {
                return writes;
            }
        }
        return null;
    }

    @Override
    public void savepoint(Object savepoint) {
        savepoints.put(savepoint, writes.size());
    }

    /// One that is not known was set before the first write came.
    @Override
    public void savepointRollback(Object savepoint) {
        var kept = savepoints.getOrDefault(savepoint, 0);
        writes.subList(Math.min(kept, writes.size()), writes.size()).clear();
    }

    /// Writes and commits; after it the connection is in no transaction.
    void commit(Connection connection) throws SQLException {
        send(connection, ";\nCOMMIT");
    }

    /// Writes what is there by now: under the claims under which it was added.
    ///
    /// @throws IllegalStateException behind a savepoint, which would undo what was added before it
    void flush(Connection connection) throws SQLException {
        if (!writes.isEmpty() && !savepoints.isEmpty()) {
            throw new IllegalStateException("what goes with a commit cannot be written early behind a savepoint");
        }
        send(connection, "");
        writes.clear();
    }

    private void send(Connection connection, String end) throws SQLException {
        if (writes.isEmpty()) {
            return;
        }
        var statements = statements();
        var texts = statements.stream().map(rows -> rows.getFirst().statement()).toList();
        try (var statement = connection.prepareStatement(String.join(";\n", texts) + end)) {
            int parameter = 1;
            for (var rows : statements) {
                var first = rows.getFirst();
                for (int column = 0; column < first.row().length; column++) {
                    int at = column;
                    if (first.together()) {
                        statement.setObject(parameter++, Row.column(rows, write -> write.row()[at]));
                    } else {
                        statement.setString(parameter++, first.row()[at]);
                    }
                }
            }
            statement.execute();
        }
    }

    /// In the order in which the first row of each was added.
    private List<List<Write>> statements() {
        var statements = new LinkedHashMap<Object, List<Write>>();
        for (var write : writes) {
            statements
                    .computeIfAbsent(write.together() ? write.statement() : write, _ -> new ArrayList<>())
                    .add(write);
        }
        return List.copyOf(statements.values());
    }
}
