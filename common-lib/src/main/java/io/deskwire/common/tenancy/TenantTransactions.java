package io.deskwire.common.tenancy;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.CurrentCaller;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Puts the current caller's claims into each transaction as `request.jwt.claims`, so that policies decide row by row.
///
/// Without a caller the claims are empty and policies show nothing. Inside [SystemAccess] they do not matter, but the
/// secret key's bearer has some: of the tenant it chose.
public final class TenantTransactions extends JdbcTransactionManager {
    public TenantTransactions(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        var caller = CurrentCaller.get();
        if (caller == null || SystemAccess.purpose() != null && caller.kind() != Caller.Kind.SYSTEM) {
            return;
        }
        try {
            setClaims(caller);
        } catch (SQLException failure) {
            doCleanupAfterCompletion(transaction);
            throw new CannotCreateTransactionException("claims could not be set", failure);
        }
    }

    /// With the rows that were left for it.
    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        var writes = CommitWrites.known();
        if (writes != null) {
            var connection = DataSourceUtils.getConnection(obtainDataSource());
            try {
                writes.commit(connection);
            } catch (SQLException failure) {
                throw translateException("commit", failure);
            } finally {
                DataSourceUtils.releaseConnection(connection, getDataSource());
            }
        }
        super.doCommit(status);
    }

    /// Does some of the present transaction's work as another caller: for the moment in which a service itself makes
    /// the caller a member of the tenant it has just created. What follows runs as before.
    ///
    /// @throws IllegalStateException outside a transaction
    public <T> T callAs(Caller caller, Supplier<T> work) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("acting as another caller needs a transaction");
        }
        try {
            setClaims(caller);
            var result = work.get();
            setClaims(CurrentCaller.get());
            return result;
        } catch (SQLException failure) {
            throw translateException("acting as another caller", failure);
        }
    }

    /// What was added for the commit until now was allowed by the claims until now.
    private void setClaims(@Nullable Caller caller) throws SQLException {
        Connection connection = DataSourceUtils.getConnection(Objects.requireNonNull(getDataSource()));
        try {
            var writes = CommitWrites.known();
            if (writes != null) {
                writes.flush(connection);
            }
            ClaimedConnection.claim(connection, settings(caller));
        } finally {
            DataSourceUtils.releaseConnection(connection, getDataSource());
        }
    }

    /// The claims, and apart from them what policies ask most: many times in a statement, without parsing each time.
    /// An empty setting is as good as none: the claims decide. The secret key's bearer has them only.
    private static String[] settings(@Nullable Caller caller) {
        if (caller == null) {
            return new String[] {"", "", "", ""};
        }
        if (caller.kind() == Caller.Kind.SYSTEM) {
            return new String[] {caller.claims(), "", "", ""};
        }
        var tenant = caller.tenant();
        return new String[] {
            caller.claims(),
            tenant == null ? "" : tenant.toString(),
            caller.subject().toString(),
            " " + String.join(" ", caller.permissions()) + " "
        };
    }
}
