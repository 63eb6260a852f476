package io.deskwire.common.tenancy;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.CurrentCaller;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;

/// Puts the current caller's claims into each transaction as `request.jwt.claims`, so that policies decide row by row.
///
/// Without a caller the claims are empty and policies show nothing. Inside [SystemAccess] they do not matter.
public final class TenantTransactionManager extends JdbcTransactionManager {
    public TenantTransactionManager(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        var caller = CurrentCaller.get();
        if (caller == null || SystemAccess.purpose() != null) {
            return;
        }
        try {
            setClaims(caller);
        } catch (SQLException failure) {
            doRollbackOnFailedBegin(transaction);
            throw new CannotCreateTransactionException("claims could not be set", failure);
        }
    }

    /// Goes on in the present transaction as another caller: for the moment in which the service itself makes the
    /// caller a member of the tenant it has just created.
    public void continueAs(Caller caller) {
        try {
            setClaims(caller);
        } catch (SQLException failure) {
            throw new CannotCreateTransactionException("claims could not be set", failure);
        }
    }

    private void setClaims(Caller caller) throws SQLException {
        Connection connection = DataSourceUtils.getConnection(Objects.requireNonNull(getDataSource()));
        try (var statement = connection.prepareStatement("SELECT set_config('request.jwt.claims', ?, true)")) {
            statement.setString(1, caller.claims());
            statement.execute();
        } finally {
            DataSourceUtils.releaseConnection(connection, getDataSource());
        }
    }

    private void doRollbackOnFailedBegin(@Nullable Object transaction) {
        if (transaction != null) {
            doCleanupAfterCompletion(transaction);
        }
    }
}
