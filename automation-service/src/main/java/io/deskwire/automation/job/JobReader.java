package io.deskwire.automation.job;

import io.deskwire.automation.account.AccountId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The one place where a row becomes a job: `SELECT *` or `RETURNING *` of `automation_jobs`.
@Component
public class JobReader implements Row.Reader<Job> {
    private final JsonMapper json;

    JobReader(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Job read(Row row) throws SQLException {
        var result = row.textOrNull("result");
        return new Job(
                row.id("id", JobId::new),
                row.id("tenant_id", TenantId::new),
                row.text("type"),
                row.constant("status", JobStatus.class),
                new Job.Work(
                        json.readValue(row.text("payload"), ObjectNode.class),
                        result == null ? null : json.readValue(result, ObjectNode.class),
                        row.textOrNull("error"),
                        row.integerOrNull("progress")),
                new Job.Turn(
                        row.integer("attempt"),
                        row.integer("max_attempts"),
                        row.integer("priority"),
                        row.instant("run_at")),
                new Job.Origin(
                        row.textOrNull("unique_key"),
                        row.idOrNull("account_id", AccountId::new),
                        row.idOrNull("created_by", UserId::new)),
                new Lease(
                        row.idOrNull("claimed_by", UserId::new),
                        row.number("lease_seq"),
                        row.uuidOrNull("claim_id"),
                        row.instantOrNull("lease_expires_at"),
                        row.flag("unknown_if_lost"),
                        row.idOrNull("settled_by", UserId::new)),
                new Job.Stamp(
                        row.number("version"),
                        row.instant("created_at"),
                        row.instant("updated_at"),
                        row.instantOrNull("finished_at")));
    }
}
