package io.deskwire.auth.role;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.patch.Patch;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.contracts.access.Permission;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/department-roles")
class DepartmentRoleController {
    private static final Set<String> PATCHABLE = Set.of("name", "permissions");
    private static final int MAX_NAME = 100;

    private final DepartmentRoleService roles;

    DepartmentRoleController(DepartmentRoleService roles) {
        this.roles = roles;
    }

    record CreateRequest(@Nullable String name, @Nullable List<@Nullable String> permissions) {}

    @PostMapping
    ResponseEntity<DepartmentRole> create(Caller caller, @RequestBody CreateRequest request) {
        var check = new FieldCheck();
        var name = check.text("name", request.name(), MAX_NAME);
        var permissions = RolePermissions.known(
                check,
                "permissions",
                check.texts("permissions", request.permissions(), Permission.values().length, 100));
        check.done();
        var role = roles.create(caller, name, permissions);
        return Revision.created("/api/v1/department-roles/" + role.id(), role, role.version());
    }

    @GetMapping
    Page<DepartmentRole> list(Caller caller, PageRequest page) {
        return roles.list(caller, page);
    }

    @GetMapping("/{id}")
    ResponseEntity<DepartmentRole> get(Caller caller, @PathVariable UUID id) {
        return answer(roles.get(caller, new DepartmentRoleId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<DepartmentRole> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        return answer(roles.update(caller, new DepartmentRoleId(id), current -> patched(current, body), ifMatch));
    }

    private static DepartmentRole patched(DepartmentRole current, ObjectNode body) {
        var patch = new Patch(body, PATCHABLE);
        var patched = new DepartmentRole(
                current.id(),
                current.tenantId(),
                patch.text("name", current.name(), MAX_NAME),
                RolePermissions.known(
                        patch.check(),
                        "permissions",
                        patch.texts("permissions", current.permissions(), Permission.values().length, 100)),
                current.version(),
                current.createdAt(),
                current.updatedAt());
        patch.done();
        return patched;
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        roles.delete(caller, new DepartmentRoleId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<DepartmentRole> answer(DepartmentRole role) {
        return Revision.ok(role, role.version());
    }
}
