package io.deskwire.auth.apikey;

import io.deskwire.auth.apikey.ApiKey.Limits;
import io.deskwire.auth.apikey.ApiKeyService.Created;
import io.deskwire.auth.apikey.ApiKeyService.Draft;
import io.deskwire.auth.role.RolePermissions;
import io.deskwire.auth.serviceuser.Overlap;
import io.deskwire.auth.serviceuser.ServiceUserProperties;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.net.Network;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.contracts.access.Permission;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/api-keys")
class ApiKeyController {
    private final ApiKeyService keys;
    private final ServiceUserProperties properties;
    private final Clock clock;

    ApiKeyController(ApiKeyService keys, ServiceUserProperties properties, Clock clock) {
        this.keys = keys;
        this.properties = properties;
        this.clock = clock;
    }

    record CreateRequest(
            @Nullable String serviceUserId,
            @Nullable String name,
            @Nullable List<@Nullable String> scopes,
            @Nullable Instant expiresAt,
            @Nullable List<@Nullable String> allowedCidrs) {

        Draft draft(Instant now) {
            var check = new FieldCheck();
            var draft = new Draft(
                    new UserId(check.id("service_user_id", serviceUserId)),
                    check.text("name", name, 200),
                    new Limits(
                            scopes == null
                                    ? null
                                    : RolePermissions.known(
                                            check,
                                            "scopes",
                                            check.texts("scopes", scopes, Permission.values().length, 100)),
                            allowedCidrs == null ? null : networks(check, allowedCidrs),
                            check.optionalInstant("expires_at", expiresAt)));
            check.require(expiresAt == null || expiresAt.isAfter(now), "expires_at", "must lie in the future");
            check.done();
            return draft;
        }

        private static List<String> networks(FieldCheck check, List<@Nullable String> cidrs) {
            var networks = check.texts("allowed_cidrs", cidrs, 100, 50);
            networks.forEach(cidr -> requireNetwork(check, cidr));
            return networks;
        }

        private static void requireNetwork(FieldCheck check, String cidr) {
            try {
                Network.parse(cidr);
            } catch (IllegalArgumentException refusal) {
                check.require(false, "allowed_cidrs", String.valueOf(refusal.getMessage()));
            }
        }
    }

    record CreateResponse(Created apiKey) {}

    @PostMapping
    ResponseEntity<CreateResponse> create(Caller caller, @RequestBody CreateRequest request) {
        var created = keys.create(caller, request.draft(clock.instant()));
        return ResponseEntity.created(
                        URI.create("/api/v1/api-keys/" + created.apiKey().id()))
                .eTag(new Revision(created.apiKey().version()).etag())
                .cacheControl(CacheControl.noStore())
                .body(new CreateResponse(created));
    }

    @GetMapping
    Page<ApiKey> list(
            Caller caller,
            @RequestParam(name = "service_user_id", required = false) @Nullable String serviceUser,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(name = "unused_since", required = false) @Nullable String unusedSince,
            @RequestParam(name = "expiring_before", required = false) @Nullable String expiringBefore,
            PageRequest page) {
        return keys.list(caller, ApiKeyService.Query.parse(serviceUser, status, unusedSince, expiringBefore), page);
    }

    // The id comes first: /leaks is open, so a GET of it has no caller.
    @GetMapping("/{id}")
    ResponseEntity<ApiKey> get(@PathVariable UUID id, Caller caller) {
        var key = keys.get(caller, new ApiKeyId(id));
        return Revision.ok(key, key.version());
    }

    @PostMapping("/{id}/rotate")
    ResponseEntity<CreateResponse> rotate(
            Caller caller, @PathVariable UUID id, @RequestBody(required = false) Overlap.@Nullable Request body) {
        var rotated = keys.rotate(caller, new ApiKeyId(id), Overlap.of(body, properties));
        return ResponseEntity.ok()
                .eTag(new Revision(rotated.apiKey().version()).etag())
                .cacheControl(CacheControl.noStore())
                .body(new CreateResponse(rotated));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(@PathVariable UUID id, Caller caller, @Nullable Revision ifMatch) {
        keys.revoke(caller, new ApiKeyId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }
}
