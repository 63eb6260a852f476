package io.deskwire.auth.role;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.access.RoleDefaults;
import io.deskwire.contracts.access.TenantRole;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/permissions` and `/api/v1/roles/{role}/permissions`.
@RestController
class RoleController {
    private final RoleService roles;

    RoleController(RoleService roles) {
        this.roles = roles;
    }

    /// @param roles those that have it where a tenant has set nothing of its own
    record Known(String key, List<TenantRole> roles, boolean forServiceUsers) {}

    record Catalogue(List<Known> data) {}

    @GetMapping("/api/v1/permissions")
    Catalogue permissions() {
        return new Catalogue(Arrays.stream(Permission.values())
                .map(permission -> new Known(
                        permission.key(),
                        Arrays.stream(TenantRole.values())
                                .filter(role -> RoleDefaults.of(role).contains(permission.key()))
                                .toList(),
                        !RolePermissions.NOT_FOR_SERVICE_USERS.contains(permission)))
                .toList());
    }

    @GetMapping("/api/v1/roles/{role}/permissions")
    ResponseEntity<Role> get(Caller caller, @PathVariable String role) {
        return answer(roles.get(caller, known(role)));
    }

    record ReplaceRequest(@Nullable List<@Nullable String> permissions) {}

    @PutMapping("/api/v1/roles/{role}/permissions")
    ResponseEntity<Role> replace(
            Caller caller, @PathVariable String role, @RequestBody ReplaceRequest request, @Nullable Revision ifMatch) {
        var known = known(role);
        var check = new FieldCheck();
        check.require(request.permissions() != null, "permissions", "must be given");
        var permissions = RolePermissions.known(
                check,
                "permissions",
                check.texts("permissions", request.permissions(), Permission.values().length, 100));
        check.done();
        return answer(roles.replace(caller, known, permissions, ifMatch));
    }

    private static TenantRole known(String role) {
        return TenantRole.of(role).orElseThrow(() -> new NotFound("role", role));
    }

    private static ResponseEntity<Role> answer(Role role) {
        return Revision.ok(role, role.version());
    }
}
