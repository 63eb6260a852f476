package io.deskwire.auth.user;

import io.deskwire.auth.user.User.Factor;
import io.deskwire.auth.user.User.Identity;
import io.deskwire.auth.user.User.Login;
import io.deskwire.auth.user.User.Metadata;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.User.Past;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// A user as a row, for queries that read it together with something else.
@Component
public final class UserRows {
    /// Of a table `users u`.
    public static final String COLUMNS = """
            u.*,
            (SELECT json_agg(json_build_object(
                        'id', f.id, 'friendly_name', f.friendly_name, 'factor_type', 'totp',
                        'verified', f.status = 'verified', 'last_challenged_at', f.last_challenged_at,
                        'created_at', f.created_at, 'updated_at', f.updated_at) ORDER BY f.created_at)
               FROM mfa_factors f WHERE f.user_id = u.id) AS factors,
            (SELECT json_agg(json_build_object(
                        'identity_id', i.id, 'provider_id', i.provider_id, 'provider', i.provider,
                        'identity_data', i.identity_data, 'last_sign_in_at', i.last_sign_in_at,
                        'created_at', i.created_at, 'updated_at', i.updated_at) ORDER BY i.created_at)
               FROM identities i WHERE i.user_id = u.id) AS identities
            """;

    private static final TypeReference<Map<String, Object>> JSON_OBJECT = new TypeReference<>() {};
    private static final TypeReference<List<Factor>> FACTORS = new TypeReference<>() {};
    private static final TypeReference<List<Identity>> IDENTITIES = new TypeReference<>() {};

    private final JsonMapper json;

    UserRows(JsonMapper json) {
        this.json = json;
    }

    /// From a row with [#COLUMNS].
    public User user(Row row) throws SQLException {
        var milestones = new EnumMap<Milestone, Instant>(Milestone.class);
        for (var milestone : Milestone.values()) {
            var at = row.instantOrNull(milestone.column());
            if (at != null) {
                milestones.put(milestone, at);
            }
        }
        return new User(
                row.id("id", UserId::new),
                new Login(row.textOrNull("email"), row.textOrNull("new_email"), row.textOrNull("password_hash")),
                row.flag("is_anonymous"),
                new Metadata(
                        json.readValue(row.text("app_metadata"), JSON_OBJECT),
                        json.readValue(row.text("user_metadata"), JSON_OBJECT)),
                row.instantOrNull("banned_until"),
                row.idOrNull("service_tenant_id", TenantId::new),
                list(row.textOrNull("identities"), IDENTITIES),
                list(row.textOrNull("factors"), FACTORS),
                new Past(milestones, row.instant("created_at"), row.instant("updated_at")));
    }

    private <T> List<T> list(@Nullable String aggregated, TypeReference<List<T>> type) {
        return aggregated == null ? List.of() : json.readValue(aggregated, type);
    }
}
