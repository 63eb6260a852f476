package io.deskwire.automation.account;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class AccountRepository {
    private static final String INSERT = """
            INSERT INTO accounts (tenant_id, id, name, marketplace, external_id, metadata, version, created_by,
                                  created_at, updated_at)
            VALUES (:tenant, :id, :name, :marketplace, :externalId, :metadata::jsonb, :version, :by, :created, :updated)
            """;
    private static final String UPDATE = """
            UPDATE accounts
               SET name = :name, marketplace = :marketplace, external_id = :externalId, metadata = :metadata::jsonb,
                   version = :version, updated_at = :updated
             WHERE tenant_id = :tenant AND id = :id AND version = :version - 1
            """;
    private static final String PAGE = """
            SELECT * FROM accounts
             WHERE tenant_id = :tenant AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    AccountRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(Account account) {
        var by = account.stamp().createdBy();
        bind(INSERT, account)
                .param("by", by == null ? null : by.value())
                .param("created", Row.at(account.stamp().createdAt()))
                .update();
    }

    /// False where somebody else was faster.
    boolean update(Account account) {
        return bind(UPDATE, account).update() == 1;
    }

    private StatementSpec bind(String sql, Account account) {
        return jdbc.sql(sql)
                .param("tenant", account.tenantId().value())
                .param("id", account.id().value())
                .param("name", account.content().name())
                .param("marketplace", account.content().marketplace())
                .param("externalId", account.content().externalId())
                .param("metadata", json.writeValueAsString(account.content().metadata()))
                .param("version", account.version())
                .param("updated", Row.at(account.stamp().updatedAt()));
    }

    /// Fails where a live job is for it.
    void delete(Account account) {
        jdbc.sql("DELETE FROM accounts WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", account.tenantId().value())
                .param("id", account.id().value())
                .update();
    }

    Optional<Account> find(TenantId tenant, AccountId id) {
        return jdbc.sql("SELECT * FROM accounts WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(this::account))
                .optional();
    }

    List<Account> page(TenantId tenant, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(this::account))
                .list();
    }

    private Account account(Row row) throws SQLException {
        return new Account(
                row.id("id", AccountId::new),
                row.id("tenant_id", TenantId::new),
                new Account.Content(
                        row.text("name"),
                        row.textOrNull("marketplace"),
                        row.textOrNull("external_id"),
                        json.readValue(row.text("metadata"), ObjectNode.class)),
                new Account.Stamp(
                        row.number("version"),
                        row.idOrNull("created_by", UserId::new),
                        row.instant("created_at"),
                        row.instant("updated_at")));
    }
}
