package io.deskwire.tickets.contact;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import io.deskwire.tickets.platform.Columns;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ContactRepository {
    /// Made in the order of their addresses, so that two transactions never wait for each other.
    private static final String NAME_ALL = """
            WITH asked AS (
                SELECT * FROM unnest(:ids::uuid[], :emails::text[], :names::text[], :externals::text[])
                           AS a (id, email, name, external_id)
            ), known AS (
                SELECT c.id, c.email FROM contacts c JOIN asked a ON a.email = c.email
                 WHERE c.tenant_id = :tenant
                   AND (c.name IS NOT NULL OR a.name IS NULL)
                   AND (c.external_id IS NOT NULL OR a.external_id IS NULL)
            ), made AS (
                INSERT INTO contacts (tenant_id, id, email, name, external_id, version, created_by, updated_by,
                                      created_at, updated_at)
                SELECT :tenant, a.id, a.email, a.name, a.external_id, :version, :created_by::uuid, :updated_by::uuid,
                       :created_at::timestamptz, :updated_at::timestamptz
                  FROM asked a WHERE NOT EXISTS (SELECT FROM known k WHERE k.email = a.email)
                 ORDER BY a.email
                    ON CONFLICT (tenant_id, email) DO UPDATE
                   SET name = coalesce(contacts.name, excluded.name),
                       external_id = coalesce(contacts.external_id, excluded.external_id),
                       version = contacts.version + 1, updated_by = excluded.updated_by, updated_at = excluded.updated_at
                RETURNING id, email
            )
            SELECT id, email FROM known UNION ALL SELECT id, email FROM made
            """;
    private static final Columns CHANGED = Columns.changed("email", "name", "external_id");
    private static final Columns WRITTEN =
            Columns.of("tenant_id", "id", "created_by::uuid", "created_at").and(CHANGED);
    private static final String INSERT = """
            INSERT INTO contacts (%s) VALUES (%s) ON CONFLICT (tenant_id, email) DO NOTHING
            """.formatted(WRITTEN.list(), WRITTEN.values());
    private static final String UPDATE = """
            UPDATE contacts SET %s WHERE tenant_id = :tenant_id AND id = :id AND version = :version - 1
            """.formatted(CHANGED.assignments());
    private static final String PAGE = """
            SELECT * FROM contacts
             WHERE tenant_id = :tenant AND (:email::text IS NULL OR email = :email)
               AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC LIMIT :limit
            """;

    private final JdbcClient jdbc;

    ContactRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Finds or makes them all; of those that exist only what is still unknown is filled in. By email.
    ///
    /// @param people each address once
    Map<String, ContactId> nameAll(TenantId tenant, Collection<Requester> people, Stamp stamp) {
        var ids = new HashMap<String, ContactId>();
        jdbc.sql(NAME_ALL)
                .params(Columns.parameters(stamp))
                .param("tenant", tenant.value())
                .param("ids", people.stream().map(_ -> Uuid7.next().toString()).toArray(String[]::new))
                .param("emails", people.stream().map(Requester::email).toArray(String[]::new))
                .param("names", people.stream().map(Requester::name).toArray(String[]::new))
                .param("externals", people.stream().map(Requester::externalId).toArray(String[]::new))
                .query(Row.as(row -> ids.put(row.text("email"), row.id("id", ContactId::new))))
                .list();
        return ids;
    }

    /// False where the address is taken.
    boolean insert(Contact contact) {
        return bind(INSERT, contact) == 1;
    }

    /// False where somebody else was faster.
    boolean update(Contact contact) {
        return bind(UPDATE, contact) == 1;
    }

    private int bind(String sql, Contact contact) {
        var values = Columns.parameters(contact.stamp());
        values.put("tenant_id", contact.tenantId().value());
        values.put("id", contact.id().value());
        values.put("email", contact.person().email());
        values.put("name", Columns.orNull(contact.person().name()));
        values.put("external_id", Columns.orNull(contact.person().externalId()));
        return jdbc.sql(sql).params(values).update();
    }

    Optional<Contact> find(TenantId tenant, ContactId id) {
        return jdbc.sql("SELECT * FROM contacts WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", tenant.value())
                .param("id", id.value())
                .query(Row.as(ContactRepository::contact))
                .optional();
    }

    Optional<ContactId> findId(TenantId tenant, String email) {
        return jdbc.sql("SELECT id FROM contacts WHERE tenant_id = :tenant AND email = :email")
                .param("tenant", tenant.value())
                .param("email", email)
                .query(Row.as(row -> row.id("id", ContactId::new)))
                .optional();
    }

    /// Newest first.
    List<Contact> page(TenantId tenant, @Nullable String email, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("email", email)
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query(Row.as(ContactRepository::contact))
                .list();
    }

    private static Contact contact(Row row) throws SQLException {
        return new Contact(
                row.id("id", ContactId::new),
                row.id("tenant_id", TenantId::new),
                new Requester(row.text("email"), row.textOrNull("name"), row.textOrNull("external_id")),
                Stamp.of(row));
    }
}
