package io.deskwire.automation.device;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class DeviceRepository {
    private static final String REMEMBER = """
            INSERT INTO automation_devices (tenant_id, id, name, version, created_at, updated_at)
            VALUES (:tenant, :id, :name, 1, :now, :now)
            ON CONFLICT (tenant_id, id) DO UPDATE
               SET name = coalesce(excluded.name, automation_devices.name),
                   version = automation_devices.version + 1, updated_at = excluded.updated_at
            """;
    private static final String PAGE = """
            SELECT * FROM automation_devices
             WHERE tenant_id = :tenant AND (:after::text IS NULL OR id > :after)
             ORDER BY id LIMIT :limit
            """;

    private final JdbcClient jdbc;

    DeviceRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void remember(Device device) {
        jdbc.sql(REMEMBER)
                .param("tenant", device.tenantId().value())
                .param("id", device.id())
                .param("name", device.name())
                .param("now", Row.at(device.updatedAt()))
                .update();
    }

    List<Device> page(TenantId tenant, PageRequest page) {
        var after = page.after(1);
        return jdbc.sql(PAGE)
                .param("tenant", tenant.value())
                .param("after", after == null ? null : after.key().getFirst())
                .param("limit", page.fetch())
                .query(Row.as(DeviceRepository::device))
                .list();
    }

    private static Device device(Row row) throws SQLException {
        return new Device(
                row.text("id"),
                row.id("tenant_id", TenantId::new),
                row.textOrNull("name"),
                row.number("version"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }
}
