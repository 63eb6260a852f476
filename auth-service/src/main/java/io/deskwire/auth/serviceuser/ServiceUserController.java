package io.deskwire.auth.serviceuser;

import io.deskwire.auth.serviceuser.ServiceUserService.Created;
import io.deskwire.auth.serviceuser.ServiceUserService.Draft;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Permission;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/service-users")
class ServiceUserController {
    private static final int MAX_RATE = 1_000_000;

    private final ServiceUserService machines;

    ServiceUserController(ServiceUserService machines) {
        this.machines = machines;
    }

    record CreateRequest(
            @Nullable String name,
            @Nullable String description,
            @Nullable String applicationId,
            @Nullable String applicationName,
            @Nullable List<String> permissions,
            @Nullable Integer rateLimit) {

        Draft draft() {
            var check = new FieldCheck();
            var draft = new Draft(
                    check.text("name", name, 200),
                    check.optionalText("description", description, 2_000),
                    check.optionalText("application_id", applicationId, 200),
                    check.optionalText("application_name", applicationName, 200),
                    check.present("permissions", permissions, List.of()),
                    rateLimit == null ? null : check.range("rate_limit", rateLimit, 1, MAX_RATE, 1));
            draft.permissions()
                    .forEach(key -> check.require(
                            Permission.of(key).isPresent(), "permissions", "'%s' is no permission".formatted(key)));
            check.done();
            return draft;
        }
    }

    @PostMapping
    ResponseEntity<Created> create(Caller caller, @RequestBody CreateRequest request) {
        caller.require(Permission.SERVICE_USERS_MANAGE);
        var created = machines.create(caller, request.draft(), machines.newSecret());
        return ResponseEntity.created(URI.create(
                        "/api/v1/service-users/" + created.serviceUser().id()))
                .eTag(new Revision(created.serviceUser().version()).etag())
                .body(created);
    }

    @GetMapping
    Page<ServiceUser> list(
            Caller caller,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return machines.list(caller, Cursor.parse(cursor, 1), Page.limit(limit));
    }

    @GetMapping("/{id}")
    ResponseEntity<ServiceUser> get(Caller caller, @PathVariable java.util.UUID id) {
        var machine = machines.get(caller, new UserId(id));
        return ResponseEntity.ok().eTag(new Revision(machine.version()).etag()).body(machine);
    }
}
