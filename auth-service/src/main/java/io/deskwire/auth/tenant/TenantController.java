package io.deskwire.auth.tenant;

import io.deskwire.auth.serviceuser.ServiceUserService;
import io.deskwire.auth.tenant.TenantService.Created;
import io.deskwire.auth.tenant.TenantService.Draft;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
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
@RequestMapping("/api/v1/tenants")
class TenantController {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern DOMAIN = Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");

    private final TenantService tenants;
    private final ServiceUserService machines;

    TenantController(TenantService tenants, ServiceUserService machines) {
        this.tenants = tenants;
        this.machines = machines;
    }

    record CreateRequest(
            @Nullable String name,
            @Nullable String slug,
            @Nullable String domain,
            @Nullable Map<String, Object> metadata) {

        Draft draft() {
            var check = new FieldCheck();
            var draft = new Draft(
                    check.text("name", name, 200),
                    check.matching("slug", slug, SLUG, "1 to 63 of a-z, 0-9 and inner hyphens"),
                    domain == null
                            ? null
                            : check.matching("domain", domain, DOMAIN, "a host name like desk.example.com"),
                    metadata == null ? Map.of() : metadata);
            check.done();
            return draft;
        }
    }

    @PostMapping
    ResponseEntity<Created> create(Caller caller, @RequestBody CreateRequest request) {
        var created = tenants.create(caller, request.draft(), machines.newSecret());
        return ResponseEntity.created(
                        URI.create("/api/v1/tenants/" + created.tenant().id()))
                .eTag(new Revision(created.tenant().version()).etag())
                .body(created);
    }

    @GetMapping
    Page<Tenant> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return tenants.list(Cursor.parse(cursor, 1), Page.limit(limit));
    }

    @GetMapping("/{id}")
    ResponseEntity<Tenant> get(@PathVariable UUID id) {
        var tenant = tenants.get(new TenantId(id));
        return ResponseEntity.ok().eTag(new Revision(tenant.version()).etag()).body(tenant);
    }

    @PostMapping("/{id}/switch")
    ResponseEntity<Void> switchTo(Caller caller, @PathVariable UUID id) {
        tenants.switchTo(caller, new TenantId(id));
        return ResponseEntity.noContent().build();
    }
}
