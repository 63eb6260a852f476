package io.deskwire.auth.apikey;

import io.deskwire.auth.apikey.ApiKeyService.Created;
import io.deskwire.auth.apikey.ApiKeyService.Draft;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Permission;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.problem.FieldCheck;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
            @Nullable List<String> scopes,
            @Nullable Instant expiresAt,
            @Nullable List<String> allowedCidrs) {

        Draft draft(Instant now) {
            var check = new FieldCheck();
            var draft = new Draft(
                    new UserId(check.id("service_user_id", serviceUserId)),
                    check.text("name", name, 200),
                    scopes,
                    allowedCidrs,
                    expiresAt);
            if (scopes != null) {
                scopes.forEach(key -> check.require(
                        Permission.of(key).isPresent(), "scopes", "'%s' is no permission".formatted(key)));
            }
            if (allowedCidrs != null) {
                allowedCidrs.forEach(cidr -> check.require(
                        CIDR.matcher(cidr).matches(),
                        "allowed_cidrs",
                        "'%s' (expected: like 192.0.2.0/24)".formatted(cidr)));
            }
            check.require(expiresAt == null || expiresAt.isAfter(now), "expires_at", "must lie in the future");
            check.done();
            return draft;
        }
    }

    record CreateResponse(Created apiKey) {}

    @PostMapping
    ResponseEntity<CreateResponse> create(Caller caller, @RequestBody CreateRequest request) {
        var created = keys.create(caller, request.draft(clock.instant()));
        return ResponseEntity.created(
                        URI.create("/api/v1/api-keys/" + created.apiKey().id()))
                .body(new CreateResponse(created));
    }

    @GetMapping
    Page<ApiKey> list(
            Caller caller,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return keys.list(caller, Cursor.parse(cursor, 1), Page.limit(limit));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(Caller caller, @PathVariable UUID id) {
        keys.revoke(caller, id);
        return ResponseEntity.noContent().build();
    }
}
