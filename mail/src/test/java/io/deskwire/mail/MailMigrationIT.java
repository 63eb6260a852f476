package io.deskwire.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.localstack.ServiceDatabase;
import io.deskwire.testsupport.TestServers;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class MailMigrationIT {
    /// As auth-service's first migrations made them, which is what installations have.
    private static final String BEFORE_THE_MODULE = """
            CREATE TABLE mails (
                id           uuid        PRIMARY KEY,
                kind         text        NOT NULL,
                recipient    text        NOT NULL,
                values       jsonb       NOT NULL,
                attempts     int         NOT NULL DEFAULT 0,
                next_try_at  timestamptz,
                sent_at      timestamptz,
                last_error   text,
                created_at   timestamptz NOT NULL
            );
            CREATE INDEX mails_due ON mails (next_try_at) WHERE next_try_at IS NOT NULL;
            GRANT INSERT ON mails TO notes_app;
            CREATE TABLE mail_turns (
                address_hash bytea       NOT NULL,
                kind         text        NOT NULL,
                taken_at     timestamptz NOT NULL,
                PRIMARY KEY (address_hash, kind)
            );
            CREATE INDEX mail_turns_by_age ON mail_turns (taken_at);
            INSERT INTO mails (id, kind, recipient, values, next_try_at, created_at)
            VALUES (gen_random_uuid(), 'recovery', 'ann@example.com', '{}', now(), now());
            """;
    private static final String SHAPE = """
            SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
                SELECT concat_ws(' ', table_name, column_name, ordinal_position, data_type, is_nullable, column_default)
                  FROM information_schema.columns WHERE table_schema = 'public' AND table_name IN ('mails', 'mail_turns')
                UNION ALL SELECT indexdef FROM pg_indexes WHERE tablename IN ('mails', 'mail_turns')
                UNION ALL SELECT concat_ws(' ', table_name, grantee, privilege_type)
                  FROM information_schema.role_table_grants WHERE table_name IN ('mails', 'mail_turns')
            ) AS shape(line)
            """;

    private static DriverManagerDataSource owner(ServiceDatabase database) {
        return new DriverManagerDataSource(
                "jdbc:postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name()),
                "notes_owner",
                database.password());
    }

    private static JdbcClient migrated(DriverManagerDataSource database) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/mail")
                .baselineOnMigrate(true)
                .baselineVersion("20261121151000")
                .placeholders(Map.of("service", "notes"))
                .load()
                .migrate();
        return JdbcClient.create(database);
    }

    private static String shape(JdbcClient database) {
        return database.sql(SHAPE).query(String.class).single();
    }

    @Test
    void leavesTheTablesThatStandAndMakesTheSame() {
        var standing = owner(TestServers.database("notes"));
        JdbcClient.create(standing).sql(BEFORE_THE_MODULE).update();

        var before = migrated(standing);
        var fresh = migrated(owner(TestServers.database("notes")));

        assertThat(before.sql("SELECT recipient FROM mails").query(String.class).list())
                .containsExactly("ann@example.com");
        assertThat(shape(fresh)).isEqualTo(shape(before)).contains("mails notes_app INSERT");
    }
}
