package io.deskwire.auth.apikey;

import io.deskwire.auth.apikey.ApiKey.Label;
import io.deskwire.auth.apikey.ApiKey.Limits;
import io.deskwire.auth.serviceuser.SecretRotation;
import io.deskwire.common.aggregate.Made;
import io.deskwire.common.identity.ApiKeyFormat;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Clock;
import org.springframework.stereotype.Component;

/// Reads keys from rows of `api_keys`, in whichever statement they are.
@Component
public class ApiKeyRows {
    private final Clock clock;

    ApiKeyRows(Clock clock) {
        this.clock = clock;
    }

    public ApiKey apiKey(Row row) throws SQLException {
        var limits = new Limits(
                row.textsOrNull("scopes"), row.textsOrNull("allowed_cidrs"), row.instantOrNull("expires_at"));
        var revoked = row.instantOrNull("revoked_at");
        return new ApiKey(
                row.id("id", ApiKeyId::new),
                row.id("tenant_id", TenantId::new),
                new Label(
                        row.id("service_user_id", UserId::new),
                        row.text("name"),
                        ApiKeyFormat.PREFIX + row.text("public_id")),
                limits,
                revoked,
                new ApiKey.LastUse(row.instantOrNull("last_used_at"), row.textOrNull("last_used_ip")),
                new SecretRotation(row.instantOrNull("rotated_at"), row.instantOrNull("overlap_ends_at")),
                limits.status(clock.instant(), revoked),
                Made.of(row));
    }
}
