package io.deskwire.auth.tenant;

import io.deskwire.auth.tenant.TenantService.Created;
import io.deskwire.auth.tenant.TenantService.Draft;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/tenants")
class TenantController {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern DOMAIN = Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");

    private static final int MAX_METADATA = 16 * 1024;

    private final TenantService tenants;

    TenantController(TenantService tenants) {
        this.tenants = tenants;
    }

    record CreateRequest(
            @Nullable String name,
            @Nullable String slug,
            @Nullable String domain,
            @Nullable JsonNode metadata) {

        Draft draft() {
            var check = new FieldCheck();
            var draft = new Draft(
                    check.text("name", name, 200),
                    check.matching("slug", slug, SLUG, "1 to 63 of a-z, 0-9 and inner hyphens"),
                    domain == null
                            ? null
                            : check.matching("domain", domain, DOMAIN, "a host name like desk.example.com"),
                    check.object("metadata", metadata, MAX_METADATA));
            check.done();
            return draft;
        }
    }

    @PostMapping
    ResponseEntity<Created> create(Caller caller, @RequestBody CreateRequest request) {
        var created = tenants.create(caller, request.draft());
        return ResponseEntity.created(
                        URI.create("/api/v1/tenants/" + created.tenant().id()))
                .eTag(new Revision(created.tenant().version()).etag())
                .cacheControl(CacheControl.noStore())
                .body(created);
    }

    @GetMapping
    Page<Tenant> list(PageRequest page) {
        return tenants.list(page);
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
