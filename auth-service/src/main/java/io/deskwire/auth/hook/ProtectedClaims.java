package io.deskwire.auth.hook;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a hook may not touch: whatever a service decides by. It may neither change these, nor take them away, nor add
/// one that was not there.
final class ProtectedClaims {
    /// Supabase's schema of a hook's answer.
    private static final List<String> REQUIRED =
            List.of("aud", "exp", "iat", "sub", "email", "phone", "role", "aal", "session_id", "is_anonymous");

    private static final Set<String> UNTOUCHED = Set.of(
            "iss",
            "sub",
            "aud",
            "exp",
            "iat",
            "nbf",
            "jti",
            "role",
            "session_id",
            "aal",
            "amr",
            "is_anonymous",
            "is_service_user",
            "application_id",
            "application_name",
            "organization_id",
            "tenant_id",
            "tenant_role",
            "tenant_status",
            "permissions",
            "rate_limit",
            "purpose",
            "agent_type");

    private ProtectedClaims() {}

    /// The first required claim that an answer lacks.
    static Optional<String> missing(JsonNode answered) {
        return REQUIRED.stream().filter(name -> !answered.has(name)).findFirst();
    }

    /// The first claim that an answer changed and may not.
    static Optional<String> changed(JsonNode before, JsonNode answered) {
        return UNTOUCHED.stream()
                .sorted()
                .filter(name -> !Objects.equals(before.get(name), answered.get(name)))
                .findFirst();
    }
}
