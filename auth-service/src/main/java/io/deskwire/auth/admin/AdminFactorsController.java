package io.deskwire.auth.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.mfa.Factors;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserView.FactorView;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// GoTrue's `/admin/users/{id}/factors`: for somebody who lost the second factor. [AdminGate] stands before it.
@GoTrueApi
class AdminFactorsController {
    private static final int MAX_NAME = 255;

    private final AdminUsers users;
    private final Factors factors;
    private final AuditLog audit;
    private final SystemAccess system;

    AdminFactorsController(AdminUsers users, Factors factors, AuditLog audit, SystemAccess system) {
        this.users = users;
        this.factors = factors;
        this.audit = audit;
        this.system = system;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record FactorParams(
            @Nullable String friendlyName, @Nullable String phone) {}

    @GetMapping("/admin/users/{id}/factors")
    List<FactorView> list(@PathVariable String id) {
        return users.get(AdminUsersController.userId(id)).factors().stream()
                .map(FactorView::of)
                .toList();
    }

    @PutMapping("/admin/users/{id}/factors/{factor}")
    FactorView rename(@PathVariable String id, @PathVariable String factor, @RequestBody FactorParams params) {
        var user = AdminUsersController.userId(id);
        var found = find(user, factor);
        if (StringUtils.hasLength(params.phone())) {
            throw new GoTrueException(422, "mfa_phone_enroll_not_enabled", "MFA enroll is disabled for Phone");
        }
        var name = params.friendlyName();
        if (name == null || name.isBlank()) {
            return FactorView.of(found);
        }
        if (FieldCheck.characters(name) > MAX_NAME) {
            throw GoTrueException.invalid("friendly_name has more than %d characters".formatted(MAX_NAME));
        }
        try {
            system.run(AdminUsers.PURPOSE, () -> {
                factors.rename(user, found.id(), name.strip());
                audit.record(null, "factor_updated", user.value(), Map.of("factor_id", found.id()));
            });
        } catch (DuplicateKeyException taken) {
            throw new GoTrueException(
                    422, "mfa_factor_name_conflict", "A factor with the friendly name for this user already exists");
        }
        return FactorView.of(find(user, factor));
    }

    @DeleteMapping("/admin/users/{id}/factors/{factor}")
    FactorView remove(@PathVariable String id, @PathVariable String factor) {
        var user = AdminUsersController.userId(id);
        var found = find(user, factor);
        system.run(AdminUsers.PURPOSE, () -> {
            factors.remove(user, found.id());
            audit.record(null, "factor_unenrolled", user.value(), Map.of("factor_id", found.id()));
        });
        return FactorView.of(found);
    }

    private User.Factor find(UserId user, String text) {
        var factor = Factors.id(text);
        return users.get(user).factors().stream()
                .filter(enrolled -> enrolled.id().equals(factor))
                .findFirst()
                .orElseThrow(() -> new GoTrueException(404, "mfa_factor_not_found", "Factor not found"));
    }
}
