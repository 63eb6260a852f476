package io.deskwire.auth.tenant;

import io.deskwire.auth.platform.TenantName;
import io.deskwire.auth.tenant.Tenant.Details;
import io.deskwire.auth.tenant.Tenant.Naming;
import io.deskwire.auth.tenant.Tenant.Status;
import io.deskwire.auth.tenant.TenantService.Created;
import io.deskwire.auth.tenant.TenantService.Draft;
import io.deskwire.common.erasure.TenantErasure;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.patch.Patch;
import io.deskwire.common.problem.FieldCheck;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/tenants")
class TenantController {
    private static final Pattern DOMAIN = Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");

    /// What is not seen itself but changes what is, such as U+202E, which turns the direction of the text. Joiners are
    /// letters to some scripts.
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\u200C\\u200D]]");

    private static final int MAX_METADATA = 16 * 1024;

    private static final Set<String> PATCHABLE = Set.of("name", "domain", "metadata", "status");

    private final TenantService tenants;
    private final TenantLife life;

    TenantController(TenantService tenants, TenantLife life) {
        this.tenants = tenants;
        this.life = life;
    }

    record CreateRequest(
            @Nullable String name,
            @Nullable String slug,
            @Nullable String domain,
            @Nullable JsonNode metadata) {

        Draft draft() {
            var check = new FieldCheck();
            var draft = new Draft(
                    new Naming(
                            shown(check, check.text("name", name, 200)),
                            check.matching("slug", slug, TenantName.SLUG, "1 to 63 of a-z, 0-9 and inner hyphens"),
                            hostName(check, domain)),
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
    Page<Tenant> list(Caller caller, @RequestParam(required = false) @Nullable String status, PageRequest page) {
        var check = new FieldCheck();
        var wanted = check.optionalOneOf("status", status, Status.class);
        check.done();
        return tenants.list(caller, wanted, page);
    }

    @GetMapping("/{id}")
    ResponseEntity<Tenant> get(Caller caller, @PathVariable UUID id) {
        return answer(tenants.get(caller, new TenantId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<Tenant> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        return answer(life.update(caller, new TenantId(id), current -> patched(current, body), ifMatch));
    }

    private static Details patched(Details current, ObjectNode body) {
        var patch = new Patch(body, PATCHABLE);
        var domain = patch.optionalText("domain", current.domain(), 253);
        var details = new Details(
                patch.names("name") ? shown(patch.check(), patch.text("name", current.name(), 200)) : current.name(),
                patch.names("domain") ? hostName(patch.check(), domain) : current.domain(),
                patch.object("metadata", current.metadata(), MAX_METADATA),
                patch.oneOf("status", Status.class, current.status()));
        patch.check()
                .require(
                        !patch.names("status") || details.status() != Status.DELETED,
                        "status",
                        "'deleted' cannot be set; use DELETE");
        patch.done();
        return details;
    }

    /// Mails have the name in their subjects, and everybody who is invited reads it.
    private static String shown(FieldCheck check, String name) {
        check.require(
                !UNSEEN.matcher(name).find(), "name", "must not contain line breaks, control or format characters");
        return name;
    }

    private static @Nullable String hostName(FieldCheck check, @Nullable String domain) {
        return domain == null
                ? null
                : check.matching(
                        "domain", domain.toLowerCase(Locale.ROOT), DOMAIN, "a host name like desk.example.com");
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        life.delete(caller, new TenantId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    /// What proves the erasure of a tenant, for its owner.
    @GetMapping("/{id}/erasure")
    TenantErasure.Proof erasure(@PathVariable UUID id) {
        return life.proof(new TenantId(id));
    }

    private static ResponseEntity<Tenant> answer(Tenant tenant) {
        return Revision.ok(tenant, tenant.version());
    }

    @PostMapping("/{id}/switch")
    ResponseEntity<Void> switchTo(Caller caller, @PathVariable UUID id) {
        tenants.switchTo(caller, new TenantId(id));
        return ResponseEntity.noContent().build();
    }
}
