package io.deskwire.auth.apikey;

import io.deskwire.auth.apikey.ApiKeyService.Created;
import io.deskwire.auth.apikey.ApiKeyService.Draft;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Permission;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/api-keys")
class ApiKeyController {
    private static final Pattern CIDR = Pattern.compile("[0-9a-fA-F.:]{2,45}/\\d{1,3}");

    private final ApiKeyService keys;
    private final Clock clock;

    ApiKeyController(ApiKeyService keys, Clock clock) {
        this.keys = keys;
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
                    scopes == null ? null : check.texts("scopes", scopes, Permission.values().length, 100),
                    allowedCidrs == null ? null : check.texts("allowed_cidrs", allowedCidrs, 100, 50),
                    check.optionalInstant("expires_at", expiresAt));
            each(
                    draft.scopes(),
                    key -> check.require(
                            Permission.of(key).isPresent(), "scopes", "'%s' is no permission".formatted(key)));
            each(
                    draft.allowedCidrs(),
                    cidr -> check.require(
                            CIDR.matcher(cidr).matches(),
                            "allowed_cidrs",
                            "'%s' (expected: like 192.0.2.0/24)".formatted(cidr)));
            check.require(expiresAt == null || expiresAt.isAfter(now), "expires_at", "must lie in the future");
            check.done();
            return draft;
        }

        private static void each(@Nullable List<String> values, Consumer<String> rule) {
            if (values != null) {
                values.forEach(rule);
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
    Page<ApiKey> list(Caller caller, PageRequest page) {
        return keys.list(caller, page);
    }

    @GetMapping("/{id}")
    ResponseEntity<ApiKey> get(Caller caller, @PathVariable UUID id) {
        var key = keys.get(caller, id);
        return ResponseEntity.ok().eTag(new Revision(key.version()).etag()).body(key);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(Caller caller, @PathVariable UUID id) {
        keys.revoke(caller, id);
        return ResponseEntity.noContent().build();
    }
}
