package io.deskwire.auth.admin;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.role.RolePermissions;
import io.deskwire.auth.serviceuser.ServiceUser;
import io.deskwire.auth.serviceuser.ServiceUser.Profile;
import io.deskwire.common.observe.Legible;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.access.RoleDefaults;
import io.deskwire.contracts.access.TenantRole;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What `createUser` says of a service user, in `user_metadata` or in `app_metadata`.
///
/// What decides over its power, [#PERMISSIONS] and [#RATE_LIMIT], is checked as `POST /api/v1/service-users` checks it.
final class ServiceUserProfile {
    static final String PERMISSIONS = "permissions";
    static final String RATE_LIMIT = "rate_limit";

    private static final int MAX_TEXT = 200;
    private static final int MAX_DESCRIPTION = 2_000;
    private static final int MAX_SHOWN = 100;

    private ServiceUserProfile() {}

    /// Raises `validation_failed`.
    static Profile of(UserParams params, String email) {
        var application = text(params, "application_name", MAX_TEXT);
        var name = text(params, "name", MAX_TEXT);
        var otherwise = application == null ? email : application;
        return new Profile(
                name == null ? otherwise.substring(0, Math.min(otherwise.length(), MAX_TEXT)) : name,
                text(params, "description", MAX_DESCRIPTION),
                text(params, "application_id", MAX_TEXT),
                application,
                permissions(params),
                rateLimit(params));
    }

    private static @Nullable String text(UserParams params, String key, int max) {
        var said = params.ofUser(key) == null ? params.ofApp(key) : params.ofUser(key);
        return switch (said) {
            case null -> null;
            case String text when text.isBlank() -> null;
            case String text when FieldCheck.characters(text) <= max -> text;
            default ->
                throw GoTrueException.invalid("%s has to be a text of at most %d characters".formatted(key, max));
        };
    }

    private static List<String> permissions(UserParams params) {
        return switch (saidOnce(params, PERMISSIONS)) {
            case null -> RoleDefaults.of(TenantRole.SERVICE);
            case List<?> keys -> {
                var permissions = new LinkedHashSet<String>();
                keys.forEach(key -> permissions.add(permission(key)));
                yield List.copyOf(permissions);
            }
            default -> throw GoTrueException.invalid("permissions has to be an array of texts");
        };
    }

    private static String permission(@Nullable Object key) {
        var permission = Permission.of(key instanceof String text ? text : "")
                .orElseThrow(() -> GoTrueException.invalid(
                        "permissions: '%s' is not a permission; GET /api/v1/permissions lists them"
                                .formatted(Legible.of(String.valueOf(key), MAX_SHOWN))));
        RolePermissions.refusalForServiceUser(List.of(permission.key())).ifPresent(reason -> {
            throw GoTrueException.invalid("permissions: " + reason);
        });
        return permission.key();
    }

    private static @Nullable Integer rateLimit(UserParams params) {
        return switch (saidOnce(params, RATE_LIMIT)) {
            case null -> null;
            case Integer limit when limit >= 1 && limit <= ServiceUser.MAX_RATE -> limit;
            default ->
                throw GoTrueException.invalid(
                        "rate_limit has to be a whole number from 1 to %d".formatted(ServiceUser.MAX_RATE));
        };
    }

    /// Of two that differ, neither is chosen in silence.
    private static @Nullable Object saidOnce(UserParams params, String key) {
        var ofApp = params.ofApp(key);
        var ofUser = params.ofUser(key);
        if (ofApp != null && ofUser != null && !Objects.equals(ofApp, ofUser)) {
            throw GoTrueException.invalid("app_metadata and user_metadata differ in " + key);
        }
        return ofApp == null ? ofUser : ofApp;
    }
}
