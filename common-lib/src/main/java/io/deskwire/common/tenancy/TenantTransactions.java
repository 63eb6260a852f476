package io.deskwire.common.tenancy;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.CurrentCaller;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
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
            setClaims(caller.claims());
        } catch (SQLException failure) {
            doCleanupAfterCompletion(transaction);
            throw new CannotCreateTransactionException("claims could not be set", failure);
        }
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
            setClaims(caller.claims());
            var result = work.get();
            var before = CurrentCaller.get();
            setClaims(before == null ? "" : before.claims());
            return result;
        } catch (SQLException failure) {
            throw new CannotCreateTransactionException("claims could not be set", failure);
        }
    }

    private void setClaims(String claims) throws SQLException {
        Connection connection = DataSourceUtils.getConnection(Objects.requireNonNull(getDataSource()));
        try (var statement = connection.prepareStatement("SELECT set_config('request.jwt.claims', ?, true)")) {
            statement.setString(1, claims);
            statement.execute();
        } finally {
            DataSourceUtils.releaseConnection(connection, getDataSource());
        }
    }
}
