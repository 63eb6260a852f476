package io.deskwire.common.sql;

import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/// A SELECT that is made for what its function does, such as taking a lock; its rows say nothing.
public final class VoidSelect {
    private VoidSelect() {}

    public static void run(StatementSpec select) {
        select.query((_, _) -> true).list();
    }
}
