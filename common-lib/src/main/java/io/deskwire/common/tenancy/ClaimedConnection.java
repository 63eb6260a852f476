package io.deskwire.common.tenancy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/// A connection whose transaction sends its claims together with its first statement, in one round trip. Whatever else
/// comes first (a savepoint, a statement with keys to return) is preceded by a statement of its own; a batch is
/// refused.
///
/// Claims that were never sent protect: without them policies show nothing.
final class ClaimedConnection implements InvocationHandler {
    private static final String SET = """
            SELECT set_config('request.jwt.claims', ?, true), set_config('app.tenant_id', ?, true),
                   set_config('app.user_id', ?, true), set_config('app.permissions', ?, true)""";

    private final Connection connection;
    private String @Nullable [] unsent;

    private ClaimedConnection(Connection connection) {
        this.connection = connection;
    }

    static Connection of(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                ClaimedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new ClaimedConnection(connection));
    }

    /// For the present transaction: with its next statement, or now where the connection is not one of these.
    static void claim(Connection connection, String[] settings) throws SQLException {
        if (Proxy.isProxyClass(connection.getClass())
                && Proxy.getInvocationHandler(connection) instanceof ClaimedConnection claimed) {
            claimed.unsent = settings;
        } else {
            send(connection, settings);
        }
    }

    private static void send(Connection connection, String[] settings) throws SQLException {
        try (var statement = connection.prepareStatement(SET)) {
            bind(statement, settings);
            statement.execute();
        }
    }

    private static void bind(PreparedStatement statement, String[] settings) throws SQLException {
        for (int i = 0; i < settings.length; i++) {
            statement.setString(i + 1, settings[i]);
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        var claims = unsent;
        if (claims != null) {
            switch (method.getName()) {
                case "prepareStatement" -> {
                    if (arguments != null && arguments.length == 1) {
                        return first((String) arguments[0], claims);
                    }
                    sendNow(claims);
                }
                case "createStatement", "prepareCall", "setSavepoint", "unwrap" -> sendNow(claims);
                case "commit", "rollback", "close" -> unsent = null;
                default -> {
                    // sends nothing
                }
            }
        }
        return call(connection, method, arguments);
    }

    private void sendNow(String[] claims) throws SQLException {
        send(connection, claims);
        unsent = null;
    }

    private PreparedStatement first(String sql, String[] claims) throws SQLException {
        var statement = connection.prepareStatement(SET + ";\n" + sql);
        bind(statement, claims);
        return (PreparedStatement) Proxy.newProxyInstance(
                ClaimedConnection.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                new First(statement, claims.length));
    }

    /// The statement behind the claims: its parameters come after theirs, its result after theirs.
    private final class First implements InvocationHandler {
        private final PreparedStatement statement;
        private final int offset;

        private First(PreparedStatement statement, int offset) {
            this.statement = statement;
            this.offset = offset;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (arguments == null || arguments.length == 0) {
                switch (method.getName()) {
                    case "execute" -> {
                        return run();
                    }
                    case "executeQuery" -> {
                        run();
                        return statement.getResultSet();
                    }
                    case "executeUpdate" -> {
                        run();
                        return statement.getUpdateCount();
                    }
                    case "addBatch", "executeBatch", "clearParameters", "getParameterMetaData" ->
                        throw new UnsupportedOperationException(
                                "a transaction does not begin with %s".formatted(method.getName()));
                    default -> {
                        // as of any statement
                    }
                }
            } else if (arguments.length > 1
                    && arguments[0] instanceof Integer index
                    && method.getName().startsWith("set")) {
                var shifted = arguments.clone();
                shifted[0] = index + offset;
                return call(statement, method, shifted);
            }
            return call(statement, method, arguments);
        }

        private boolean run() throws SQLException {
            statement.execute();
            unsent = null;
            return statement.getMoreResults();
        }
    }

    private static @Nullable Object call(Wrapper target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }
}
