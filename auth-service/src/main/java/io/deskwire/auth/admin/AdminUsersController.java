package io.deskwire.auth.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.user.UserQuery;
import io.deskwire.auth.user.UserView;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.observe.Legible;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/// GoTrue's `/admin/users`. [AdminGate] stands before it.
@GoTrueApi
class AdminUsersController {
    private static final String PATH = "/auth/v1/admin/users";
    private static final int MAX_SHOWN = 100;
    private static final int MAX_FILTER = 200;

    private final AdminUsers users;
    private final AdminUserCreation creation;
    private final AdminUserChange change;

    AdminUsersController(AdminUsers users, AdminUserCreation creation, AdminUserChange change) {
        this.users = users;
        this.creation = creation;
        this.change = change;
    }

    record UserList(List<UserView> users, String aud) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Deletion(@Nullable Boolean shouldSoftDelete) {}

    @GetMapping("/admin/users")
    ResponseEntity<UserList> list(
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(name = "per_page", required = false) @Nullable String perPage,
            @RequestParam(defaultValue = "") String filter,
            @RequestParam(defaultValue = "") String sort) {
        var paging = Paging.of(page, perPage);
        if (filter.length() > MAX_FILTER) {
            throw GoTrueException.invalid("filter has more than %d characters".formatted(MAX_FILTER));
        }
        var found = users.list(new UserQuery(filter, oldestFirst(sort), paging.offset(), paging.perPage()));
        var query = new LinkedHashMap<String, String>();
        if (!filter.isEmpty()) {
            query.put("filter", filter);
        }
        if (!sort.isEmpty()) {
            query.put("sort", sort);
        }
        return ResponseEntity.ok()
                .headers(paging.headers(PATH, found.total(), query))
                .body(new UserList(found.users().stream().map(UserView::of).toList(), "authenticated"));
    }

    /// GoTrue knows one field; newest first unless `created_at asc` is said.
    private static boolean oldestFirst(String sort) {
        if (sort.isEmpty()) {
            return false;
        }
        var parts = sort.split(" ", 2);
        if (!parts[0].equals("created_at")) {
            throw GoTrueException.invalid(
                    "Bad Sort Parameters: bad field for sort '%s'".formatted(Legible.of(parts[0], MAX_SHOWN)));
        }
        var direction = parts.length == 1 ? "desc" : parts[1];
        if (!direction.equalsIgnoreCase("asc") && !direction.equalsIgnoreCase("desc")) {
            throw GoTrueException.invalid(
                    "Bad Sort Parameters: bad direction for sort '%s', only 'asc' and 'desc' allowed"
                            .formatted(Legible.of(direction, MAX_SHOWN)));
        }
        return direction.equalsIgnoreCase("asc");
    }

    @PostMapping("/admin/users")
    UserView create(@RequestBody UserParams params, HttpServletRequest request) {
        return creation.create(AdminGate.admitted(request), params);
    }

    @GetMapping("/admin/users/{id}")
    UserView get(@PathVariable String id) {
        return UserView.of(users.get(userId(id)));
    }

    @PutMapping("/admin/users/{id}")
    UserView update(@PathVariable String id, @RequestBody UserParams params) {
        return change.update(users.get(userId(id)).id(), params);
    }

    @DeleteMapping("/admin/users/{id}")
    Map<String, Object> delete(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Deletion deletion,
            HttpServletRequest request) {
        var soft = deletion != null && Boolean.TRUE.equals(deletion.shouldSoftDelete());
        users.delete(AdminGate.admitted(request), userId(id), soft);
        return Map.of();
    }

    static UserId userId(String text) {
        return Uuid7.parse(text)
                .map(UserId::new)
                .orElseThrow(() -> new GoTrueException(404, "validation_failed", "user_id must be an UUID"));
    }
}
