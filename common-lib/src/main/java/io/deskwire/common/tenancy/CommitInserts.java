package io.deskwire.common.tenancy;

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

/// Rows that nobody reads back within their transaction: inserted together with its COMMIT, in the same round trip.
///
/// What a savepoint undoes is forgotten. A row that the database refuses fails the commit, and with it everything.
public final class CommitInserts implements TransactionSynchronization {
    private final List<Insert> inserts = new ArrayList<>();
    private final Map<Object, Integer> savepoints = new HashMap<>();

    private CommitInserts() {}

    private record Insert(String statement, @Nullable String[] row) {}

    /// In the present transaction, after what was added before.
    ///
    /// @param statement takes each column as an array of text, in this order; one statement inserts all its rows
    /// @param row written as the text that PostgreSQL reads the column's type from
    /// @throws IllegalStateException outside a transaction
    public static void add(String statement, @Nullable Object... row) {
        var texts = new String[row.length];
        for (int i = 0; i < row.length; i++) {
            texts[i] = row[i] == null ? null : row[i].toString();
        }
        ofThisTransaction().inserts.add(new Insert(statement, texts));
    }

    private static CommitInserts ofThisTransaction() {
        var known = known();
        if (known != null) {
            return known;
        }
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("rows that go with a commit need a transaction");
        }
        var fresh = new CommitInserts();
        TransactionSynchronizationManager.registerSynchronization(fresh);
        return fresh;
    }

    /// Null where the present transaction has none.
    static @Nullable CommitInserts known() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return null;
        }
        for (var synchronization : TransactionSynchronizationManager.getSynchronizations()) {
            if (synchronization instanceof CommitInserts inserts) {
                return inserts;
            }
        }
        return null;
    }

    @Override
    public void savepoint(Object savepoint) {
        savepoints.put(savepoint, inserts.size());
    }

    /// One that is not known was set before the first row came.
    @Override
    public void savepointRollback(Object savepoint) {
        var kept = savepoints.getOrDefault(savepoint, 0);
        inserts.subList(Math.min(kept, inserts.size()), inserts.size()).clear();
    }

    /// Inserts and commits; after it the connection is in no transaction.
    void commit(Connection connection) throws SQLException {
        send(connection, ";\nCOMMIT");
    }

    /// Inserts what is there by now: under the claims under which it was added.
    ///
    /// @throws IllegalStateException behind a savepoint, which would undo rows that were added before it
    void flush(Connection connection) throws SQLException {
        if (!inserts.isEmpty() && !savepoints.isEmpty()) {
            throw new IllegalStateException("rows that go with a commit cannot be written early behind a savepoint");
        }
        send(connection, "");
        inserts.clear();
    }

    private void send(Connection connection, String end) throws SQLException {
        if (inserts.isEmpty()) {
            return;
        }
        var rows = new LinkedHashMap<String, List<@Nullable String[]>>();
        for (var insert : inserts) {
            rows.computeIfAbsent(insert.statement(), _ -> new ArrayList<>()).add(insert.row());
        }
        try (var statement = connection.prepareStatement(String.join(";\n", rows.keySet()) + end)) {
            int parameter = 1;
            for (var table : rows.values()) {
                for (int column = 0; column < table.getFirst().length; column++) {
                    statement.setObject(parameter++, column(table, column));
                }
            }
            statement.execute();
        }
    }

    private static @Nullable String[] column(List<@Nullable String[]> rows, int column) {
        var values = new String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i)[column];
        }
        return values;
    }
}
