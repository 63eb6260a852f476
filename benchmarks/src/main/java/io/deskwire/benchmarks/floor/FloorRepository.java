package io.deskwire.benchmarks.floor;

import io.deskwire.common.id.Uuid7;
import jakarta.annotation.PostConstruct;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/// A row and its event.
class FloorRepository {
    private static final UUID TENANT = UUID.randomUUID();

    private final JdbcClient jdbc;

    FloorRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @PostConstruct
    void create() {
        jdbc.sql("""
                CREATE TABLE job (
                    id         uuid        PRIMARY KEY,
                    tenant_id  uuid        NOT NULL,
                    type       text        NOT NULL,
                    payload    jsonb       NOT NULL,
                    created_at timestamptz NOT NULL DEFAULT now()
                );
                CREATE INDEX job_by_time ON job (tenant_id, created_at);
                CREATE TABLE outbox (
                    id          uuid        NOT NULL,
                    tenant_id   uuid        NOT NULL,
                    type        text        NOT NULL,
                    data        text        NOT NULL,
                    occurred_at timestamptz NOT NULL DEFAULT now()
                );
                CREATE INDEX outbox_by_time ON outbox (occurred_at, id);
                """).update();
    }

    @Transactional
    public UUID add(String payload) {
        var id = Uuid7.next();
        jdbc.sql("INSERT INTO job (id, tenant_id, type, payload) VALUES (:id, :tenant, 'PLACE_ORDER', :payload::jsonb)")
                .param("id", id)
                .param("tenant", TENANT)
                .param("payload", payload)
                .update();
        jdbc.sql("INSERT INTO outbox (id, tenant_id, type, data) VALUES (:id, :tenant, 'job.created', :payload)")
                .param("id", id)
                .param("tenant", TENANT)
                .param("payload", payload)
                .update();
        return id;
    }
}
