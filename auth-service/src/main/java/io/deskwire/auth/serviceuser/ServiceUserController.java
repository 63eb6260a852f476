package io.deskwire.auth.serviceuser;

import io.deskwire.auth.role.RolePermissions;
import io.deskwire.auth.serviceuser.ServiceUser.Change;
import io.deskwire.auth.serviceuser.ServiceUser.Profile;
import io.deskwire.auth.serviceuser.ServiceUserService.Created;
import io.deskwire.auth.serviceuser.ServiceUserService.Credentials;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.patch.Patch;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.contracts.access.Permission;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/service-users")
class ServiceUserController {
    private static final Set<String> PATCHABLE =
            Set.of("name", "description", "application_id", "application_name", "permissions", "rate_limit", "status");

    private final ServiceUserService serviceUsers;
    private final ServiceUserProperties properties;

    ServiceUserController(ServiceUserService serviceUsers, ServiceUserProperties properties) {
        this.serviceUsers = serviceUsers;
        this.properties = properties;
    }

    record CreateRequest(
            @Nullable String name,
            @Nullable String description,
            @Nullable String applicationId,
            @Nullable String applicationName,
            @Nullable List<@Nullable String> permissions,
            @Nullable Integer rateLimit) {

        Profile profile() {
            var check = new FieldCheck();
            var profile = new Profile(
                    check.text("name", name, 200),
                    check.optionalText("description", description, 2_000),
                    check.optionalText("application_id", applicationId, 200),
                    check.optionalText("application_name", applicationName, 200),
                    RolePermissions.known(
                            check,
                            "permissions",
                            check.texts("permissions", permissions, Permission.values().length, 100)),
                    rateLimit == null ? null : check.range("rate_limit", rateLimit, 1, ServiceUser.MAX_RATE, 1));
            check.done();
            return profile;
        }
    }

    @PostMapping
    ResponseEntity<Created> create(Caller caller, @RequestBody CreateRequest request) {
        var created = serviceUsers.create(caller, request.profile());
        return ResponseEntity.created(URI.create(
                        "/api/v1/service-users/" + created.serviceUser().id()))
                .eTag(new Revision(created.serviceUser().version()).etag())
                .cacheControl(CacheControl.noStore())
                .body(created);
    }

    @GetMapping
    Page<ServiceUser> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(name = "unused_since", required = false) @Nullable String unusedSince,
            PageRequest page) {
        return serviceUsers.list(caller, ServiceUserQuery.parse(status, unusedSince), page);
    }

    @GetMapping("/{id}")
    ResponseEntity<ServiceUser> get(Caller caller, @PathVariable UUID id) {
        var serviceUser = serviceUsers.get(caller, new UserId(id));
        return Revision.ok(serviceUser, serviceUser.version());
    }

    @PatchMapping("/{id}")
    ResponseEntity<ServiceUser> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        var serviceUser = serviceUsers.update(caller, new UserId(id), current -> patched(current, body), ifMatch);
        return Revision.ok(serviceUser, serviceUser.version());
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        serviceUsers.delete(caller, new UserId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    record RotateResponse(Credentials credentials) {}

    @PostMapping("/{id}/rotate")
    ResponseEntity<RotateResponse> rotate(
            Caller caller, @PathVariable UUID id, @RequestBody(required = false) Overlap.@Nullable Request body) {
        var credentials = serviceUsers.rotate(caller, new UserId(id), Overlap.of(body, properties));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new RotateResponse(credentials));
    }

    private static Change patched(Change current, ObjectNode body) {
        var patch = new Patch(body, PATCHABLE);
        var before = current.profile();
        var profile = new Profile(
                patch.text("name", before.name(), 200),
                patch.optionalText("description", before.description(), 2_000),
                patch.optionalText("application_id", before.applicationId(), 200),
                patch.optionalText("application_name", before.applicationName(), 200),
                RolePermissions.known(
                        patch.check(),
                        "permissions",
                        patch.texts("permissions", before.permissions(), Permission.values().length, 100)),
                patch.optionalInteger("rate_limit", before.rateLimit(), 1, ServiceUser.MAX_RATE));
        var change = new Change(profile, patch.oneOf("status", ServiceUser.Status.class, current.status()));
        patch.done();
        return change;
    }
}
